-- Nothing is refused or called off without a reason; what was before had none.
alter table service.purchase_order
    add column refusal text check (length(refusal) between 1 and 500),
    add constraint purchase_order_rejected_with_reason check (state <> 'rejected' or refusal is not null) not valid;
alter table service.stocktake
    add column refusal text check (length(refusal) between 1 and 500),
    add constraint stocktake_rejected_with_reason check (state <> 'rejected' or refusal is not null) not valid;
alter table service.transfer
    add column refusal text check (length(refusal) between 1 and 500),
    add constraint transfer_cancelled_with_reason check (state <> 'cancelled' or refusal is not null) not valid;
