"""All that other rooms may use of staff."""

# Acts
from duongthu.staff.actions.posting import (
    Assigned as Assigned,
    Hired as Hired,
    NewStaff as NewStaff,
    StaffLine as StaffLine,
    TakenOn as TakenOn,
)
from duongthu.staff.actions.second_steps import (
    check_code as check_code,
    new_totp_secret as new_totp_secret,
    passkey_counter_moves as passkey_counter_moves,
    totp_address as totp_address,
)
from duongthu.staff.actions.security import note_security as note_security
from duongthu.staff.actions.signing_in import (
    renew_hash as renew_hash,
    set_pass_phrase as set_pass_phrase,
)
from duongthu.staff.actions.sittings import (
    acknowledge as acknowledge,
    begin_sitting as begin_sitting,
    check_not_barred as check_not_barred,
    confirm as confirm,
    count_failure as count_failure,
    delay_keys as delay_keys,
    digest_of as digest_of,
    finish_sitting as finish_sitting,
    forget_failures as forget_failures,
    move_key as move_key,
    recently_confirmed as recently_confirmed,
    seen_now as seen_now,
)
from duongthu.staff.actions.tokens import (
    PEOPLE_ONLY as PEOPLE_ONLY,
    covers as covers,
    note_expired as note_expired,
    read_token as read_token,
    signed_token as signed_token,
)

# Facts
from duongthu.staff.facts import (
    PostAssigned as PostAssigned,
    PostEnded as PostEnded,
)

# Tables
from duongthu.staff.models import (
    Device as Device,
    Person as Person,
    Post as Post,
    SecondFactor as SecondFactor,
    SecurityEvent as SecurityEvent,
    SignIn as SignIn,
    Sitting as Sitting,
    Token as Token,
)

# Questions
from duongthu.staff.queries.reading import (
    CARRIERS as CARRIERS,
    CarrierRef as CarrierRef,
    CourierRef as CourierRef,
    FormerCourierRef as FormerCourierRef,
    PersonInPost as PersonInPost,
    StaffRef as StaffRef,
    device_by_code as device_by_code,
    devices_for as devices_for,
    factors_of as factors_of,
    names_of as names_of,
    people_within as people_within,
    person_by_code as person_by_code,
    person_in_post as person_in_post,
    person_of_user as person_of_user,
    posts_from as posts_from,
    posts_of as posts_of,
    posts_on as posts_on,
    roles_of as roles_of,
    security_events as security_events,
    sign_in_of as sign_in_of,
    sign_in_of_user as sign_in_of_user,
    sitting_by_key as sitting_by_key,
    sittings_of as sittings_of,
    staff_of as staff_of,
    token_by_id as token_by_id,
    tokens_of as tokens_of,
    untold_sittings as untold_sittings,
)
from duongthu.staff.queries.registered import (
    ColleagueRow as ColleagueRow,
    PersonRow as PersonRow,
    PostRow as PostRow,
    SecurityRow as SecurityRow,
    SittingRow as SittingRow,
    TokenRow as TokenRow,
    in_post_query as in_post_query,
    own_sign_ins_query as own_sign_ins_query,
    own_tokens_query as own_tokens_query,
    people_query as people_query,
    person_query as person_query,
    posts_query as posts_query,
    security_log_query as security_log_query,
)

# Refusals
from duongthu.staff.refusals import (
    DeviceCodeTaken as DeviceCodeTaken,
    IncompatibleRoles as IncompatibleRoles,
    NoPostHeld as NoPostHeld,
    PersonCodeTaken as PersonCodeTaken,
    PersonNotInRole as PersonNotInRole,
    PostAlreadyEnded as PostAlreadyEnded,
    PostAlreadyHeld as PostAlreadyHeld,
    SignInBarred as SignInBarred,
    SignInTaken as SignInTaken,
    UnknownPerson as UnknownPerson,
    UnknownPost as UnknownPost,
    UnknownRole as UnknownRole,
    WrongDeviceCode as WrongDeviceCode,
    WrongPeriod as WrongPeriod,
    WrongPersonCode as WrongPersonCode,
    WrongPersonName as WrongPersonName,
    WrongSignIn as WrongSignIn,
)

# Rules
from duongthu.staff.rules.posts import (
    APART_RULES as APART_RULES,
    POWER_ROLES as POWER_ROLES,
    ROLE_NAMES as ROLE_NAMES,
    ApartRule as ApartRule,
    HeldPost as HeldPost,
    Role as Role,
    rule_between as rule_between,
)
