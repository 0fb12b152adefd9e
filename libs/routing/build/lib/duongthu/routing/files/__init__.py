"""Files of the planner: problems (VRPLIB, ``.vrp``) and plans (CVRPLIB, ``.sol``), read strictly.

Every section and header of a file is either understood or refused: one that was passed over could hold a limit the plan then
breaks. Numbers are counted from 1 in a problem's file and from 0 in a plan's, as CVRPLIB has it; places are numbered from 0.
"""
