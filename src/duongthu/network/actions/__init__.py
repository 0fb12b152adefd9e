"""Acts of the room: founding the province, importing and moving units, searching within one's reach."""

from duongthu.network.actions import founding, importing, moving, searching

__all__ = ["founding", "importing", "moving", "searching"]
