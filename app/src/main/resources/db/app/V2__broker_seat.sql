-- Names of sessions at a broker that some process has used and that may hold messages. Which of them is in use now is an advisory lock.
create table app.broker_seat (
    broker_group text not null,
    seat int not null check (seat > 0),
    primary key (broker_group, seat)
);
