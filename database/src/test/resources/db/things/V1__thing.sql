create table things.thing (id int primary key);
