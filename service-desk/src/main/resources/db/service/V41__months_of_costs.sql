-- What a month cost is looked up by its month. Before, every booking and every look at a budget summed up all that was ever booked, since the
-- month of an entry could have no index, and did not get through the join of budgets with costs.

create index cost_entry_month on service.cost_entry (kind, (date_trunc('month', booked_on::timestamp)::date))
    include (booked_on, region, centre, element, currency, amount);

create or replace view service.service_cost as
select region, centre, element, date_trunc('month', booked_on::timestamp)::date as month, currency, sum(amount) as amount
from service.cost_entry where kind = 'cost'
group by region, centre, element, date_trunc('month', booked_on::timestamp)::date, currency;

create or replace view service.service_revenue as
select region, centre, element, date_trunc('month', booked_on::timestamp)::date as month, currency, sum(amount) as amount
from service.cost_entry where kind = 'revenue'
group by region, centre, element, date_trunc('month', booked_on::timestamp)::date, currency;

-- Budget against actual for each centre, each region with all its centres, and everything together. Budget or actual may be missing.
create or replace view service.budget_against_actual as
select level, region, centre, element, month, currency, max(budget_id) as budget_id, max(version) as version,
    max(budget)::numeric(14, 2) as budget, coalesce(sum(actual), 0) as actual,
    round(coalesce(sum(actual), 0) / nullif(max(budget), 0), 4) as share, max(budget) - coalesce(sum(actual), 0) as remaining
from (
    select case when centre is not null then 'centre' when region is not null then 'region' else 'headquarters' end as level,
        region, centre, element, month, currency, id as budget_id, version, amount as budget, null::numeric as actual
    from service.budget_now
    union all select 'centre', null, centre, element, month, currency, null, null, null, amount
        from service.service_cost where centre is not null
    union all select 'region', region, null, element, month, currency, null, null, null, amount
        from service.service_cost where region is not null
    union all select 'headquarters', null, null, element, month, currency, null, null, null, amount from service.service_cost) x
group by level, region, centre, element, month, currency;
