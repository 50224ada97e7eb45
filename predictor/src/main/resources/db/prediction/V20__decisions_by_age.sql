-- To find decisions that are old enough to go.
create index decision_by_age on prediction.decision (as_of, id);
