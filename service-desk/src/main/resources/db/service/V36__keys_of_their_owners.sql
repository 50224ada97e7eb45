-- An idempotency key belongs to the one who asks: two people who happen to choose the same one do not meet. Keys that were kept before
-- belong to nobody, and are known again by the whole request.
alter table service.write_once
    add column owner text not null default '' check (length(owner) <= 200),
    drop constraint write_once_pkey,
    add primary key (key, owner);
