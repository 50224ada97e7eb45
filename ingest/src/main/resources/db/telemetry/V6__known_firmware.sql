-- Appliances that said their firmware before the registry took note of it.
update fleet.appliance a set firmware = c.firmware
from telemetry.connection c
where c.appliance_no = a.appliance_no and c.firmware is not null and a.firmware is null;
