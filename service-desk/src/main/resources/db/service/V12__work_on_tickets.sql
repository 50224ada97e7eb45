-- What is done on a ticket's way: guidance, technical support and its knowledge, who pays, quotes, parts, the visit's checklist, findings,
-- acceptance, review, follow-up, feedback, wishes, promises, exchange and refund, loaners. A "round" is the time between two reopenings:
-- what was signed before a ticket was reopened does not count for the work after it.

create table service.ticket_guidance (
    id             bigint generated always as identity primary key,
    ticket         bigint not null references service.ticket,
    round          int not null,
    given_at       timestamptz not null,
    who            text not null,
    words          text not null,
    check_back_due timestamptz not null,
    checked_at     timestamptz,
    checked_by     text,
    solved         boolean,
    note           text,
    check ((checked_at is null) = (solved is null)),
    check ((checked_at is null) = (checked_by is null)),
    check (checked_at >= given_at)
);
-- One guidance at a time waits for its check-back.
create unique index ticket_guidance_one_waiting on service.ticket_guidance (ticket) where checked_at is null;
create index ticket_guidance_due on service.ticket_guidance (check_back_due) where checked_at is null;

create table service.knowledge_article (
    id          bigint generated always as identity primary key,
    type        text not null,
    model       text,
    code        text,
    component   text,
    title       text not null,
    words       text not null,
    from_ticket bigint references service.ticket,
    who         text not null,
    at          timestamptz not null,
    replaced_by bigint references service.knowledge_article
);
create index knowledge_article_type on service.knowledge_article (type, component);

create table service.support_request (
    id          bigint generated always as identity primary key,
    ticket      bigint not null references service.ticket,
    level       text not null check (level in ('colleague', 'centre', 'headquarters')),
    question    text not null,
    who         text not null,
    asked_at    timestamptz not null,
    by_itself   boolean not null,
    answered_at timestamptz,
    answered_by text,
    answer      text,
    handed_up   boolean not null default false,
    article     bigint references service.knowledge_article,
    check ((answered_at is null) = (answered_by is null)),
    check (answered_at >= asked_at)
);
create unique index support_request_one_open on service.support_request (ticket) where answered_at is null;

-- What is owed by law or by the maker, by product type ('*' for all) and day of purchase: the newest rule that began on or before it holds.
create table service.guarantee_rule (
    id              bigint generated always as identity primary key,
    type            text not null,
    purchased_from  date not null,
    version         int not null,
    refund_days     int not null check (refund_days >= 0),
    exchange_days   int not null check (exchange_days >= refund_days),
    repair_months   int not null check (repair_months >= 0),
    main_part_months int not null check (main_part_months >= 0),
    main_components text[] not null default '{}',
    failed_repairs  int not null check (failed_repairs > 0),
    repair_guarantee_days int not null check (repair_guarantee_days >= 0),
    source          text not null,
    unique (type, purchased_from, version)
);
insert into service.guarantee_rule (type, purchased_from, version, refund_days, exchange_days, repair_months, main_part_months,
        failed_repairs, repair_guarantee_days, source)
    values ('*', '1995-08-25', 1, 7, 15, 12, 36, 2, 90, '部分商品修理更换退货责任规定 (1995-08-25)');

create table service.entitlement (
    id         text primary key,
    household  text not null references service.household,
    name       text not null,
    valid_from date not null,
    valid_to   date not null,
    services   text[] not null,
    visits     int check (visits >= 0),
    used       int not null default 0,
    check (valid_from <= valid_to),
    constraint entitlement_is_not_overdrawn check (used >= 0 and used <= visits)
);
create index entitlement_household on service.entitlement (household);

-- The published tariff: what labour and travel cost; parts cost their price. The newest line that began on or before the day holds.
create table service.tariff (
    id         bigint generated always as identity primary key,
    item       text not null check (item in ('labour', 'travel')),
    type       text not null,
    component  text not null,
    amount     numeric(12, 2) not null check (amount >= 0),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    valid_from date not null,
    unique (item, type, component, valid_from)
);

create table service.compensation_tariff (
    promise    text not null check (promise in ('time', 'free_repair', 'other')),
    amount     numeric(12, 2) not null check (amount >= 0),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    valid_from date not null,
    primary key (promise, valid_from)
);

-- Who pays for a ticket's work, and by which rule; decided anew until work begins.
create table service.ticket_payer (
    ticket      bigint primary key references service.ticket,
    payer       text not null check (payer in ('warranty', 'entitlement', 'repair_guarantee', 'customer')),
    rule        bigint references service.guarantee_rule,
    entitlement text references service.entitlement,
    visit_used  boolean not null default false,
    why         text not null,
    at          timestamptz not null,
    check ((payer = 'entitlement') = (entitlement is not null))
);

create table service.ticket_quote (
    id           bigint generated always as identity primary key,
    ticket       bigint not null references service.ticket,
    round        int not null,
    at           timestamptz not null,
    who          text not null,
    lines        jsonb not null,
    total        numeric(12, 2) not null check (total >= 0),
    by_tariff    numeric(12, 2) not null check (by_tariff >= 0),
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    consent      boolean,
    consent_at   timestamptz,
    consent_by   text,
    consent_how  text check (consent_how in ('signature', 'phone', 'message', 'page')),
    check ((consent is null) = (consent_at is null)),
    check ((consent is null) = (consent_by is null)),
    check (consent_at >= at)
);
create index ticket_quote_ticket on service.ticket_quote (ticket, id);

-- Parts that went in, a line each, with who pays for it, how long it is guaranteed, and the serial numbers of both.
create table service.part_line (
    id            bigint generated always as identity primary key,
    ticket        bigint not null references service.ticket,
    round         int not null,
    part          text not null,
    component     text not null,
    quantity      int not null check (quantity between 1 and 100),
    faulty_serial text,
    new_serial    text,
    payer         text not null check (payer in ('warranty', 'entitlement', 'repair_guarantee', 'customer')),
    guaranteed_until date not null,
    who           text not null,
    at            timestamptz not null,
    check (new_serial <> faulty_serial)
);
create index part_line_ticket on service.part_line (ticket);
-- A genuine part is built in once.
create unique index part_line_serial_is_built_in_once on service.part_line (part, new_serial) where new_serial is not null;

create table service.checklist_item (
    kind     text not null references service.ticket_kind,
    item     text not null,
    place    int not null,
    before_work boolean not null,
    -- Blocks the next step; what does not, and is left undone, counts as work out of standard.
    blocks   boolean not null,
    name_en  text not null,
    name_zh  text not null,
    primary key (kind, item)
);
insert into service.checklist_item
select k.kind, i.item, i.place, i.before_work, i.blocks, i.name_en, i.name_zh
from service.ticket_kind k cross join (values
    ('licence_shown', 1, true, true, 'show the licence and the tariff', '出示上岗证和收费标准', 'repair part_replacement installation maintenance usage_guidance site_survey'),
    ('shoe_covers', 2, true, false, 'put on shoe covers', '穿鞋套', 'repair part_replacement installation maintenance usage_guidance site_survey'),
    ('mat_and_cloth', 3, true, false, 'lay out mat and cloth', '铺垫布、盖布', 'repair part_replacement installation maintenance'),
    ('diagnosed', 4, true, true, 'diagnose, and say what was found', '检测诊断并告知结果', 'repair part_replacement'),
    ('full_check', 5, false, true, 'check the whole product', '全面检查产品', 'repair part_replacement installation maintenance'),
    ('household_check', 6, false, false, 'look over the other appliances of the household', '一站式通检', 'repair part_replacement installation maintenance'),
    ('test_run', 7, false, true, 'test under power in front of the customer', '当面通电试机', 'repair part_replacement installation maintenance'),
    ('explained', 8, false, true, 'explain use and warranty', '讲解使用和保修知识', 'repair part_replacement installation maintenance usage_guidance'),
    ('measured', 9, false, true, 'measure the place and its connections', '现场测量并核对水电接口', 'site_survey'),
    ('cleaned_up', 10, false, false, 'clean up', '清理现场', 'repair part_replacement installation maintenance')
) i (item, place, before_work, blocks, name_en, name_zh, kinds) where k.kind = any (string_to_array(i.kinds, ' '));
comment on table service.checklist_item is 'reference data';

create table service.ticket_check (
    ticket bigint not null references service.ticket,
    round  int not null,
    item   text not null,
    done   boolean not null,
    note   text,
    who    text not null,
    at     timestamptz not null,
    primary key (ticket, round, item),
    check (done or note is not null)
);

create table service.ticket_visit (
    ticket     bigint not null references service.ticket,
    number     int not null,
    round      int not null,
    technician text not null,
    window_from timestamptz,
    window_to  timestamptz,
    arrived_at timestamptz not null,
    primary key (ticket, number)
);

create table service.ticket_finding (
    id            bigint generated always as identity primary key,
    ticket        bigint not null references service.ticket,
    round         int not null,
    component     text,
    cause         text,
    part          text,
    nothing_found boolean not null,
    misuse        boolean not null,
    words         text,
    who           text not null,
    at            timestamptz not null,
    check (nothing_found or component is not null)
);
create index ticket_finding_ticket on service.ticket_finding (ticket, id);

create table service.record_sheet (
    ticket      bigint not null references service.ticket,
    round       int not null,
    signed_by   text not null,
    signed_at   timestamptz not null,
    remarks     text,
    solved      boolean not null,
    ratings     jsonb not null,
    worst       int not null check (worst between 1 and 5),
    charged     numeric(12, 2) check (charged >= 0),
    above_tariff boolean not null,
    out_of_standard text[] not null,
    who         text not null,
    primary key (ticket, round)
);

create table service.ticket_review (
    id         bigint generated always as identity primary key,
    ticket     bigint not null references service.ticket,
    round      int not null,
    technician text not null,
    who        text not null,
    at         timestamptz not null,
    passed     boolean not null,
    remarks    text,
    constraint reviewed_by_another_person check (lower(who) <> lower(technician))
);
create index ticket_review_ticket on service.ticket_review (ticket, id);

create table service.ticket_follow_up (
    id      bigint generated always as identity primary key,
    ticket  bigint not null references service.ticket,
    round   int not null,
    due_at  timestamptz not null,
    at      timestamptz,
    who     text,
    reached boolean,
    solved  boolean,
    rating  int check (rating between 1 and 5),
    remarks text,
    check ((at is null) = (who is null)),
    check (not reached or solved is not null)
);
create unique index ticket_follow_up_one_due on service.ticket_follow_up (ticket) where at is null;

create table service.ticket_answer_given (
    id     bigint generated always as identity primary key,
    ticket bigint not null references service.ticket,
    round  int not null,
    words  text not null,
    who    text not null,
    at     timestamptz not null
);
create index ticket_answer_given_ticket on service.ticket_answer_given (ticket);

create table service.ticket_feedback (
    id         bigint generated always as identity primary key,
    ticket     bigint not null references service.ticket,
    round      int not null,
    department text not null check (department in ('design', 'production', 'business', 'service', 'supply')),
    words      text not null,
    who        text not null,
    at         timestamptz not null
);
create index ticket_feedback_ticket on service.ticket_feedback (ticket);

create table service.ticket_wish (
    id        bigint generated always as identity primary key,
    ticket    bigint not null references service.ticket,
    words     text not null,
    who       text not null,
    at        timestamptz not null,
    state     text not null check (state in ('open', 'satisfied', 'given_up')),
    outcome   text,
    ended_by  text,
    ended_at  timestamptz,
    check ((state = 'open') = (ended_at is null)),
    check (state <> 'given_up' or outcome is not null)
);
create index ticket_wish_ticket on service.ticket_wish (ticket);

create table service.ticket_promise (
    id       bigint generated always as identity primary key,
    ticket   bigint not null references service.ticket,
    promise  text not null check (promise in ('time', 'free_repair', 'other')),
    words    text not null,
    due_at   timestamptz,
    who      text not null,
    at       timestamptz not null,
    state    text not null check (state in ('open', 'kept', 'broken')),
    ended_at timestamptz,
    ended_by text,
    check ((state = 'open') = (ended_at is null))
);
create index ticket_promise_ticket on service.ticket_promise (ticket);

-- A broken promise opens one compensation case, drawn from the centre's deposit.
create table service.compensation_case (
    id        bigint generated always as identity primary key,
    promise   bigint not null unique references service.ticket_promise,
    ticket    bigint not null references service.ticket,
    centre    text references service.centre,
    amount    numeric(12, 2),
    currency  text check (currency ~ '^[A-Z]{3}$'),
    state     text not null check (state in ('open', 'paid', 'refused')),
    opened_at timestamptz not null,
    ended_at  timestamptz,
    ended_by  text,
    note      text,
    check ((state = 'open') = (ended_at is null)),
    check (state <> 'paid' or amount is not null),
    check (state <> 'refused' or note is not null)
);

-- Exchange or refund, step by step: proposed, approved by another person, goods back, then the new appliance or the money.
create table service.return_case (
    id          bigint generated always as identity primary key,
    ticket      bigint not null references service.ticket,
    way         text not null check (way in ('exchange', 'refund')),
    reason      text not null,
    owed        boolean not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    refused_by  text,
    refused_at  timestamptz,
    refusal     text,
    goods_back_by text,
    goods_back_at timestamptz,
    settled_by  text,
    settled_at  timestamptz,
    new_serial  text,
    amount      numeric(12, 2) check (amount >= 0),
    currency    text check (currency ~ '^[A-Z]{3}$'),
    constraint approved_by_another_person check (lower(approved_by) <> lower(proposed_by)),
    check (approved_at is null or refused_at is null),
    check (goods_back_at is null or approved_at is not null),
    check (settled_at is null or goods_back_at is not null),
    check (settled_at is null or way = 'refund' or new_serial is not null),
    check (settled_at is null or way = 'exchange' or (amount is not null and currency is not null))
);
create unique index return_case_one_open on service.return_case (ticket) where refused_at is null and settled_at is null;

create table service.loaner (
    id          bigint generated always as identity primary key,
    ticket      bigint not null references service.ticket,
    serial      text not null,
    lent_by     text not null,
    lent_at     timestamptz not null,
    returned_by text,
    returned_at timestamptz,
    condition   text,
    check (returned_at >= lent_at)
);
create unique index loaner_is_lent_once on service.loaner (serial) where returned_at is null;
create index loaner_ticket on service.loaner (ticket);

create table service.household_check (
    ticket    bigint not null references service.ticket,
    appliance text not null,
    well      boolean not null,
    note      text,
    who       text not null,
    at        timestamptz not null,
    primary key (ticket, appliance)
);
comment on table service.guarantee_rule is 'reference data';
