"""What each role may do, readable in one place. A role works at its organisation, some also below it."""

from enum import StrEnum

from mistok.network.models import Role


class Permission(StrEnum):
    RECORD_HELP = "record_help"  # write at the desk of a point
    CORRECT_OTHERS = "correct_others"  # correct and void what colleagues wrote
    SEE_FIGURES = "see_figures"  # dashboard, diary, reports
    MANAGE_POINTS = "manage_points"
    COUNT_EQUIPMENT = "count_equipment"  # see it, report a fault, count it at a stock-taking
    MANAGE_EQUIPMENT = "manage_equipment"
    SEE_PARTNERS = "see_partners"  # read contacts, note what was said
    MANAGE_PARTNERS = "manage_partners"
    MANAGE_PEOPLE = "manage_people"  # invitations and roles
    PROPOSE_SERVICES = "propose_services"  # write a draft of a card or a guide
    EDIT_DIRECTORY = "edit_directory"  # approve drafts, publish, archive
    CONFIRM_SERVICES = "confirm_services"
    EDIT_ACTS = "edit_acts"  # metadata, texts and collections of acts
    RUN_IMPORTS = "run_imports"
    SEE_JOURNAL = "see_journal"


ALLOWED: dict[str, frozenset[Permission]] = {
    Role.LIBRARIAN: frozenset(
        {
            Permission.RECORD_HELP,
            Permission.SEE_FIGURES,
            Permission.COUNT_EQUIPMENT,
            Permission.SEE_PARTNERS,
            Permission.PROPOSE_SERVICES,
            Permission.CONFIRM_SERVICES,
        }
    ),
    Role.HEAD: frozenset(
        {
            Permission.RECORD_HELP,
            Permission.CORRECT_OTHERS,
            Permission.SEE_FIGURES,
            Permission.MANAGE_POINTS,
            Permission.COUNT_EQUIPMENT,
            Permission.MANAGE_EQUIPMENT,
            Permission.SEE_PARTNERS,
            Permission.MANAGE_PARTNERS,
            Permission.MANAGE_PEOPLE,
            Permission.PROPOSE_SERVICES,
            Permission.EDIT_DIRECTORY,
            Permission.CONFIRM_SERVICES,
            Permission.EDIT_ACTS,
        }
    ),
    Role.REGION: frozenset({Permission.SEE_FIGURES, Permission.SEE_PARTNERS}),
    Role.AUTHORITY: frozenset(),
    Role.ADMINISTRATOR: frozenset(Permission),
}

# Roles that reach the organisations subordinate to theirs; a librarian works in her own library only.
REACHES_BELOW = frozenset({Role.HEAD, Role.REGION, Role.ADMINISTRATOR})
