package io.hearthwatch.history.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFileTest {
    @TempDir
    private Path dir;

    @Test
    void rowsKnowTheLineTheyBeganOn() throws IOException {
        List<CsvRow> rows = read("a,b\n\n1,\"two\nlines\"\r\n  \n3,4", Delimiter.COMMA);
        assertThat(rows).extracting(CsvRow::line).containsExactly(1L, 3L, 6L);
        assertThat(rows)
                .extracting(CsvRow::cells)
                .containsExactly(List.of("a", "b"), List.of("1", "two\nlines"), List.of("3", "4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "a, b ,c~a|b|c",
                "'\"a,b\",c'~a,b|c",
                "'\"say \"\"so\"\"\",c'~say \"so\"|c",
                "'5\" pipe,c'~5\" pipe|c",
                "'  \"a\" ,c'~a|c",
                "'\"a\"x,c'~ax|c",
                "',,'~||",
                "'\"\",c'~|c"
            })
    void cellsAreSplitAtDelimitersOutsideQuotes(String line, String cells) throws IOException {
        assertThat(read(line, Delimiter.COMMA).get(0).cells()).isEqualTo(Arrays.asList(cells.split("\\|", -1)));
    }

    @Test
    void otherDelimitersSeparateToo() throws IOException {
        assertThat(read("a;b,c", Delimiter.SEMICOLON).get(0).cells()).containsExactly("a", "b,c");
        assertThat(read("a\t\tc", Delimiter.TAB).get(0).cells()).containsExactly("a", "", "c");
        assertThat(read("  1  2.5 \t3  ", Delimiter.WHITESPACE).get(0).cells()).containsExactly("1", "2.5", "3");
        assertThat(Delimiter.of("tab")).contains(Delimiter.TAB);
        assertThat(Delimiter.of(":")).isEmpty();
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstCell() throws IOException {
        assertThat(read("\uFEFF\"a\",b", Delimiter.COMMA).get(0).cells()).containsExactly("a", "b");
    }

    @Test
    void quoteThatIsNeverClosedCostsItsRowOnly() throws IOException {
        StringBuilder text = new StringBuilder("1,a\n2,\"open\n");
        for (int i = 3; i <= 1_000; i++) {
            text.append(i).append(",b\n");
        }
        List<CsvRow> rows = read(text.toString(), Delimiter.COMMA);
        assertThat(rows).hasSize(1_000);
        assertThat(rows.get(1).problem()).isEqualTo("a quote is opened and never closed");
        assertThat(rows.get(2)).isEqualTo(new CsvRow(3, List.of("3", "b"), null));
        assertThat(rows.get(999).line()).isEqualTo(1_000);
    }

    @Test
    void endlessLineIsRefusedAndReadingGoesOn() throws IOException {
        List<CsvRow> rows = read("a\n" + "x".repeat(3_000_000) + "\nb\n", Delimiter.COMMA);
        assertThat(rows).extracting(CsvRow::line).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(1).problem()).contains("longer than");
        assertThat(rows.get(2).cells()).containsExactly("b");
    }

    @Test
    void compressedFileReadsTheSameAndCountsItsBytesOnDisk() throws IOException {
        Path file = dir.resolve("a.csv.gz");
        Files.write(file, gzip("a,b\n1,2\n".repeat(50_000)));
        AtomicLong bytes = new AtomicLong();
        try (CsvFile csv = CsvFile.open(file, Delimiter.COMMA, bytes::addAndGet)) {
            int rows = 0;
            while (csv.next() != null) {
                rows++;
            }
            assertThat(rows).isEqualTo(100_000);
        }
        assertThat(bytes).hasValue(Files.size(file));
    }

    @Test
    void damagedCompressionNamesFileAndLine() throws IOException {
        Path file = dir.resolve("a.csv.gz");
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            text.append(random.nextLong()).append('\n');
        }
        byte[] whole = gzip(text.toString());
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        try (CsvFile csv = CsvFile.open(file, Delimiter.COMMA, bytes -> {})) {
            assertThatThrownBy(() -> {
                        while (csv.next() != null) {
                            // read on
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(".*a\\.csv\\.gz: cannot be read after line \\d+: .*");
        }
    }

    @Test
    void anyBytesAreReadWithoutAnException() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            for (int k = 0; k < bytes.length; k += 1 + random.nextInt(5)) {
                bytes[k] = (byte) "\",\n\r;".charAt(random.nextInt(5));
            }
            Path file = dir.resolve("x.csv");
            Files.write(file, bytes);
            try (CsvFile csv = CsvFile.open(file, Delimiter.COMMA, n -> {})) {
                long last = 0;
                for (CsvRow row = csv.next(); row != null; row = csv.next()) {
                    assertThat(row.line()).isGreaterThan(last);
                    last = row.line();
                }
            }
        }
    }

    private List<CsvRow> read(String text, Delimiter delimiter) throws IOException {
        Path file = dir.resolve("a.csv");
        Files.writeString(file, text);
        List<CsvRow> rows = new ArrayList<>();
        try (CsvFile csv = CsvFile.open(file, delimiter, bytes -> {})) {
            for (CsvRow row = csv.next(); row != null; row = csv.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
