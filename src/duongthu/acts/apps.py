"""The Django application of the room."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """Acts (floor 1)."""

    name = "duongthu.acts"
    label = "acts"

    def ready(self) -> None:
        """Put the act log under seal and teach the registry the acts of this room."""
        from duongthu.acts import actions, checks, undoing  # noqa: F401  (actions and undoing register their acts)
        from duongthu.acts.findings import register_check
        from duongthu.acts.guard import register_guarded
        from duongthu.acts.journals import Journal, register_journal
        from duongthu.acts.masters import register_master
        from duongthu.acts.models import (
            ActRecord,
            Approval,
            Concern,
            Epoch,
            MasterRecord,
            Proposal,
            Threshold,
            Undoing,
        )

        register_check("acts.seals", checks.check_seals)
        register_check("acts.outside", checks.check_outside)
        register_check("acts.proposals", checks.check_proposals)
        register_check("acts.references", checks.check_references)
        register_check("acts.guards", checks.check_guards)
        register_check("acts.numbers", checks.check_numbers)
        register_check("acts.masters", checks.check_masters)
        register_check("acts.written", checks.check_written)
        register_guarded("acts_seal")
        register_guarded("acts_threshold")
        register_master("acts.proposal", Proposal)
        register_master("acts.approval", Approval)
        register_master("acts.threshold", Threshold)
        for name, model in (
            ("acts.act", ActRecord),
            ("acts.epoch", Epoch),
            ("acts.undoing", Undoing),
            ("acts.concern", Concern),
            ("acts.master", MasterRecord),
        ):
            columns = tuple(field.name for field in model._meta.concrete_fields)  # noqa: SLF001
            register_journal(Journal(name, model, columns))
