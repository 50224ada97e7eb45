-- So that what is kept for a while only is found without reading everything.
create index rejected_received on telemetry.rejected (received_at);
create index fault_detail_received on telemetry.fault (received_at) where detail is not null;
create index command_result_received on telemetry.command_result (received_at);
