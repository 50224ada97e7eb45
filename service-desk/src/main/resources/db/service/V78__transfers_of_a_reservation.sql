-- What brought a reservation, however long ago: a ticket's transfers and its moves are looked up by it.
create index transfer_by_reservation on service.transfer (reservation) where reservation is not null;
