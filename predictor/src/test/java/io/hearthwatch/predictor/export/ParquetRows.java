package io.hearthwatch.predictor.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** Reads Parquet files with Apache Parquet's own reader. */
@SuppressWarnings("deprecation") // Parquet still has us mention what it deprecates
public final class ParquetRows {
    private ParquetRows() {}

    public static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new Gunzip())
                        .build());
    }

    /** All rows, by column; what is null is left out. */
    public static List<Map<String, Object>> read(ParquetFileReader reader) throws IOException {
        MessageType schema = reader.getFileMetaData().getSchema();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
            RecordReader<Group> records =
                    new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
            for (long i = 0; i < pages.getRowCount(); i++) {
                rows.add(row(records.read(), schema));
            }
        }
        return rows;
    }

    private static Map<String, Object> row(Group group, MessageType schema) {
        Map<String, Object> row = new HashMap<>();
        for (int c = 0; c < schema.getFieldCount(); c++) {
            if (group.getFieldRepetitionCount(c) > 0) {
                PrimitiveType type = schema.getType(c).asPrimitiveType();
                row.put(
                        schema.getFieldName(c),
                        switch (type.getPrimitiveTypeName()) {
                            case BINARY -> group.getString(c, 0);
                            case INT64 -> group.getLong(c, 0);
                            case INT32 -> group.getInteger(c, 0);
                            case BOOLEAN -> group.getBoolean(c, 0);
                            case FLOAT -> group.getFloat(c, 0);
                            default -> throw new IllegalArgumentException(type.toString());
                        });
            }
        }
        return row;
    }

    private static final class Gunzip implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            return new BytesInputDecompressor() {
                @Override
                public BytesInput decompress(BytesInput bytes, int size) throws IOException {
                    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                        return BytesInput.from(in.readAllBytes());
                    }
                }

                @Override
                public void decompress(ByteBuffer in, int inSize, ByteBuffer out, int outSize) throws IOException {
                    byte[] packed = new byte[inSize];
                    in.get(packed);
                    try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                        out.put(unpacked.readAllBytes());
                    }
                }

                @Override
                public void release() {}
            };
        }

        @Override
        public void release() {}
    }
}
