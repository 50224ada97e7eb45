package io.hearthwatch.predictor.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A feature table as Parquet, compressed with GZIP. What is not known is null; instants are timestamps in UTC, labels booleans. Written by
 * Apache Parquet to a local file; of Hadoop only the few class names that it mentions are there.
 */
@SuppressWarnings("deprecation") // Parquet still has us mention what it deprecates
final class ParquetSink implements TableSink {
    /** So much is held in memory before it is written. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final ParquetWriter<DecisionTable.Row> writer;

    ParquetSink(Path file, DecisionTable table) throws IOException {
        this.writer = new Builder(new LocalOutputFile(file), table)
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCodecFactory(new GzipPages())
                .withCompressionCodec(CompressionCodecName.GZIP)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public void write(DecisionTable.Row row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    static MessageType schema(DecisionTable table) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        schema.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("appliance");
        schema.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("line");
        schema.required(PrimitiveTypeName.INT64)
                .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
                .named("at");
        schema.required(PrimitiveTypeName.BOOLEAN).named("scheduled");
        schema.required(PrimitiveTypeName.INT32).named("weight");
        table.features()
                .forEach(name -> schema.optional(PrimitiveTypeName.FLOAT).named(name));
        table.labels()
                .forEach(name -> schema.optional(PrimitiveTypeName.BOOLEAN).named(name));
        return schema.named("decisions");
    }

    private static final class Builder extends ParquetWriter.Builder<DecisionTable.Row, Builder> {
        private final DecisionTable table;

        Builder(OutputFile file, DecisionTable table) {
            super(file);
            this.table = table;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<DecisionTable.Row> getWriteSupport(Configuration configuration) {
            return new Rows(table);
        }

        @Override
        protected WriteSupport<DecisionTable.Row> getWriteSupport(ParquetConfiguration configuration) {
            return new Rows(table);
        }
    }

    private static final class Rows extends WriteSupport<DecisionTable.Row> {
        private final MessageType schema;
        private RecordConsumer out;
        private int column;

        Rows(DecisionTable table) {
            this.schema = schema(table);
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            this.out = consumer;
        }

        @Override
        public void write(DecisionTable.Row row) {
            out.startMessage();
            column = 0;
            field(() -> out.addBinary(Binary.fromString(row.appliance())));
            field(row.line() == null ? null : () -> out.addBinary(Binary.fromString(row.line())));
            field(() -> out.addLong(row.at()));
            field(() -> out.addBoolean(row.scheduled()));
            field(() -> out.addInteger(1));
            for (float value : row.features()) {
                field(Float.isNaN(value) ? null : () -> out.addFloat(value));
            }
            for (Boolean label : row.labels()) {
                field(label == null ? null : () -> out.addBoolean(label));
            }
            out.endMessage();
        }

        private void field(Runnable value) {
            if (value != null) {
                String name = schema.getFieldName(column);
                out.startField(name, column);
                value.run();
                out.endField(name, column);
            }
            column++;
        }
    }
}
