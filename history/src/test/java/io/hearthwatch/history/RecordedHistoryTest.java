package io.hearthwatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.InvalidFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedHistoryTest {
    private static final String EVENTS = "appliance: id, time: at";

    @TempDir
    private Path dir;

    private final List<RecordedReading> readings = new ArrayList<>();
    private final List<RejectedRow> rejects = new ArrayList<>();

    @Test
    void wideTelemetryIsReadByMetricAndColumn() {
        file("t.csv", "id,at,vib,temp_f,prog\nw1,2026-01-01 00:00,1.50,212,2\nw1,2026-01-01 01:00,,,wash\n");
        read("""
                type: washer
                telemetry:
                  file: t.csv
                  appliance: id
                  time: at
                  metrics:
                    vibration: vib
                    temperature: {column: temp_f, scale: 0.5555555555555556, offset: -17.77777777777778}
                    programme: prog
                """);
        assertThat(readings)
                .extracting(Catalogs::values)
                .containsExactly(Arrays.asList("1.50", "100.0", "spin"), Arrays.asList(null, null, "wash"));
        assertThat(readings.get(0).place()).hasToString("t.csv:2");
        assertThat(readings.get(0).type()).isEqualTo("washer");
        assertThat(rejects).isEmpty();
    }

    @Test
    void longTelemetryHoldsOneValueInEachRow() {
        file("t.csv", "id,at,what,how\nw1,2026-01-01,m_vibration,1\nw1,2026-01-01,t,2\nw1,2026-01-01,m_wind,3\n");
        read("""
                type: washer
                telemetry:
                  {file: t.csv, appliance: id, time: at, value: how,
                   metric: {column: what, strip_prefix: m_, map: {t: temperature}}}
                """);
        assertThat(readings)
                .extracting(Catalogs::values)
                .containsExactly(Arrays.asList("1", null, null), Arrays.asList(null, "2", null));
        assertThat(rejects)
                .extracting(RejectedRow::toString)
                .containsExactly("t.csv:4: type washer has no metric wind: one of vibration, temperature, programme");
    }

    @Test
    void badRowIsRejectedAloneWithFileLineAndReason() {
        file("t.csv", """
                id,at,vibration,temperature,programme
                w1,2026-01-01 00:00,1,2,idle
                ,2026-01-01 00:00,1,2,idle
                w 1,2026-01-01 00:00,1,2,idle
                w1,yesterday,1,2,idle
                w1,,1,2,idle
                w1,2026-01-01 00:00,1,NaN,idle
                w1,2026-01-01 00:00,1,1f,idle
                w1,2026-01-01 00:00,1,1,idel
                w1,2026-01-01 00:00,,,
                w1,2026-01-01 00:00,1,2
                w1,2026-01-01 00:00,1,2,idle,7
                w1,2026-01-01 00:00,1,2,"idle
                w1,2026-01-01 01:00,1,2,spin,
                """);
        read("type: washer\ntelemetry: {file: t.csv, " + EVENTS + "}\n");
        assertThat(readings).extracting(r -> r.place().line()).containsExactly(2L, 14L);
        assertThat(rejects)
                .extracting(RejectedRow::toString)
                .containsExactly(
                        "t.csv:3: column id is empty",
                        "t.csv:4: column id: \"w 1\" is no id: 1 to 100 letters, digits, dots, underscores, colons or hyphens",
                        "t.csv:5: column at: \"yesterday\" is not a time such as 2015-01-31T06:00:00Z or 2015-01-31 06:00",
                        "t.csv:6: column at is empty",
                        "t.csv:7: column temperature: \"NaN\" is not a number",
                        "t.csv:8: column temperature: \"1f\" is not a number",
                        "t.csv:9: column programme: \"idel\" is no value of programme: did you mean idle?",
                        "t.csv:10: the row has no value",
                        "t.csv:11: the row has 4 cells, the file has 5 columns",
                        "t.csv:12: the row has 6 cells, the file has 5 columns",
                        "t.csv:13: a quote is opened and never closed");
    }

    @Test
    void countsAddUpAndProgressReachesTheEnd() {
        file("t.csv", "id,at,vibration,temperature,programme\nw1,2026-01-01,1,,\nw1,x,1,,\n");
        RecordedHistory history = read("type: washer\ntelemetry: {file: t.csv, " + EVENTS + "}\n");
        assertThat(history.counts()).containsExactly(new FileCount(RecordKind.TELEMETRY, "t.csv", 2, 1));
        assertThat(history.progress().fraction()).isEqualTo(1);
        assertThat(history.newest()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        history.telemetry(readings::add, rejects::add);
        assertThat(history.counts()).containsExactly(new FileCount(RecordKind.TELEMETRY, "t.csv", 2, 1));
    }

    @Test
    void textsThatMeanMissingAreNoValue() {
        file("t.csv", "id,at,vibration,temperature,programme\nw1,2026-01-01,NA,3,?\n");
        read("type: washer\nmissing: [NA, \"?\"]\ntelemetry: {file: t.csv, " + EVENTS + "}\n");
        assertThat(readings).extracting(Catalogs::values).containsExactly(Arrays.asList(null, "3", null));
    }

    @Test
    void everyMissingFileAndColumnIsSaidBeforeAnythingIsRead() {
        file("t.csv", "ID,at,vibration\nw1,2026-01-01,1\n");
        file("empty.csv", "");
        Mapping mapping = mapping("""
                type: washer
                appliances: {file: machines.csv, id: id}
                telemetry:
                  file: t.csv
                  appliance: id
                  time: at
                  metrics: [vibration, temperature]
                faults: {file: codes-*.csv, appliance: id, time: at, code: code}
                failures: {file: absent.csv, optional: true, appliance: id, time: at, component: c}
                repairs: {file: empty.csv, appliance: id, time: at, component: c}
                """);
        assertThatThrownBy(() -> RecordedHistory.open(mapping, dir))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        e -> assertThat(e.problems())
                                .extracting(p -> p.line() + " " + p.what())
                                .contains(
                                        "2 file machines.csv is not in " + dir,
                                        "5 column id is not in t.csv",
                                        "7 column temperature is not in t.csv",
                                        "8 file codes-*.csv is not in " + dir)
                                .anySatisfy(p -> assertThat(p).startsWith("10 empty.csv is empty"))
                                .noneSatisfy(p -> assertThat(p).contains("absent.csv")));
        assertThatThrownBy(() -> RecordedHistory.open(mapping, dir.resolve("nowhere")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void nameStandsForThePlainAndTheCompressedFile() {
        gzip("t.csv.gz", "id,at,temperature,power\nf1,2026-01-01,1,2\n");
        read("type: fridge\ntelemetry: {file: t.csv, " + EVENTS + "}\n");
        file("u.csv", "id,at,temperature,power\nf1,2026-01-01,1,2\n");
        read("type: fridge\ntelemetry: {file: u.csv.gz, " + EVENTS + "}\n");
        assertThat(readings).extracting(r -> r.place().file()).containsExactly("t.csv.gz", "u.csv");
    }

    @Test
    void globTakesFilesInOrderAndTheirNamesAsIds() throws IOException {
        Files.createDirectory(dir.resolve("data"));
        file("data/unit-b.csv", "2026-01-01 3 4\n");
        gzip("data/unit-a.csv.gz", "2026-01-01   1 2\n");
        file("data/other.csv", "nothing\n");
        read("""
                type: fridge
                appliances: from_telemetry
                delimiter: whitespace
                telemetry:
                  file: data/unit-*.csv
                  header: [day, t, p]
                  appliance: {file_name: "unit-(.)"}
                  time: day
                  metrics: {temperature: t, power: p}
                """);
        assertThat(readings).extracting(RecordedReading::appliance).containsExactly("a", "b");
        assertThat(readings).extracting(Catalogs::values).containsExactly(List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void appliancesAreReadWithAllThatIsKnown() {
        file("m.csv", """
                id,kind,model,lot,born,bought,fw,colour,floor
                w1,WM,M1,L1,2020-02-03,2021-04-05 23:30,1.0,white,2
                f1,FR,,,,,,,
                w1,FR,,,,,,,
                w2,TV,,,,,,,
                w3,WM,,,soon,,,,
                w1,WM,M2,,,,,,
                """);
        RecordedHistory history = open("""
                time_zone: Europe/Berlin
                appliances:
                  file: m.csv
                  id: id
                  type_column: {column: kind, map: {WM: washer, FR: fridge}}
                  model: model
                  lot: lot
                  produced: born
                  purchased: bought
                  firmware: fw
                  attributes: {colour: colour, storey: floor}
                """);
        List<RecordedAppliance> appliances = new ArrayList<>();
        history.appliances(appliances::add, rejects::add);
        assertThat(appliances).extracting(RecordedAppliance::id).containsExactly("w1", "f1", "w1");
        assertThat(appliances.get(0))
                .isEqualTo(new RecordedAppliance(
                        new RecordPlace("m.csv", 2),
                        "w1",
                        "washer",
                        "M1",
                        "L1",
                        LocalDate.of(2020, 2, 3),
                        LocalDate.of(2021, 4, 5),
                        "1.0",
                        Map.of("colour", "white", "storey", "2")));
        assertThat(appliances.get(1).producedOn()).isNull();
        assertThat(rejects)
                .extracting(RejectedRow::toString)
                .containsExactly(
                        "m.csv:4: appliance w1 was listed before as washer, not as fridge",
                        "m.csv:5: the catalog has no type TV: one of washer, fridge",
                        "m.csv:6: column born: \"soon\" is not a time such as 2015-01-31T06:00:00Z or 2015-01-31 06:00");
    }

    @Test
    void dayOfProductionIsComputedFromTheAge() {
        file("m.csv", "id,age\na,18\nb,0.5\nc,\nd,-1\ne,old\n");
        RecordedHistory history =
                open("type: washer\nappliances: {file: m.csv, id: id, age_years: age, age_at: 2015-01-01T00:00:00Z}\n");
        List<RecordedAppliance> appliances = new ArrayList<>();
        history.appliances(appliances::add, rejects::add);
        assertThat(appliances)
                .extracting(RecordedAppliance::producedOn)
                .containsExactly(LocalDate.of(1996, 12, 31), LocalDate.of(2014, 7, 2), null);
        assertThat(rejects).hasSize(2);
    }

    @Test
    void typeOfARowIsThatOfItsAppliance() {
        file("m.csv", "id,kind\nw1,washer\nf1,fridge\n");
        file(
                "t.csv",
                "id,at,temperature,power,vibration\nw1,2026-01-01,1,,5\nf1,2026-01-01,2,3,\nw1,2026-01-01,1,9,5\nx,2026-01-01,1,,\n");
        read("""
                appliances: {file: m.csv, id: id, type_column: kind}
                telemetry: {file: t.csv, appliance: id, time: at}
                """);
        assertThat(readings).extracting(RecordedReading::type).containsExactly("washer", "fridge");
        assertThat(readings)
                .extracting(Catalogs::values)
                .containsExactly(Arrays.asList("5", "1", null), List.of("2", "3"));
        assertThat(rejects)
                .extracting(RejectedRow::reason)
                .containsExactly(
                        "type washer has no metric power: one of vibration, temperature, programme",
                        "appliance x is not among the appliances, so its type is unknown");
    }

    @Test
    void appliancesAreTakenFromTelemetryOnce() {
        file("t.csv", "id,at,temperature,power\nf1,2026-01-01,1,2\nf2,2026-01-01,1,2\nf1,2026-01-02,1,2\nf3,x,1,2\n");
        RecordedHistory history =
                open("type: fridge\nappliances: from_telemetry\ntelemetry: {file: t.csv, " + EVENTS + "}\n");
        List<RecordedAppliance> appliances = new ArrayList<>();
        history.appliances(appliances::add, rejects::add);
        assertThat(appliances).extracting(RecordedAppliance::id).containsExactly("f1", "f2");
        assertThat(rejects).isEmpty();
        assertThat(history.counts()).isEmpty();
        history.telemetry(readings::add, rejects::add);
        assertThat(rejects).hasSize(1);
        assertThat(history.progress().fraction()).isEqualTo(1);
    }

    @Test
    void faultsFailuresAndRepairsAreReadInTheCatalogsWords() {
        file("j.csv", """
                id;at;known;kind;code;part;plan
                w1;2026-01-01 10:00;2026-01-02 00:00;fault;18;;
                w1;2026-01-01 11:00;;fault_end;18;;
                w1;2026-01-01 12:00;;fault;99;;
                w1;2026-01-01 13:00;;broken;;grp_pump;
                w1;2026-01-01 14:00;;job;;grp_pump;yes
                w1;2026-01-01 15:00;;job;;grp_drum;
                w1;2026-01-01 16:00;;job;;grp_door;no
                w1;2026-01-01 17:00;;job;;grp_drum;perhaps
                """);
        RecordedHistory history = open("""
                type: washer
                delimiter: ";"
                faults:
                  file: j.csv
                  where: {kind: [fault, fault_end]}
                  appliance: id
                  time: at
                  received_at: known
                  code: {column: code, prefix: E}
                  state: {column: kind, map: {fault: raised, fault_end: cleared}}
                failures: {file: j.csv, where: {kind: broken}, appliance: id, time: at, component: {constant: pump}}
                repairs:
                  file: j.csv
                  where: {kind: job}
                  appliance: id
                  time: at
                  component: {column: part, strip_prefix: grp_}
                  planned: plan
                """);
        List<RecordedEvent> events = new ArrayList<>();
        history.faults(events::add, rejects::add);
        history.failures(events::add, rejects::add);
        history.repairs(events::add, rejects::add);
        Instant ten = Instant.parse("2026-01-01T10:00:00Z");
        assertThat(events)
                .containsExactly(
                        new RecordedFault(
                                place(2), "w1", "washer", ten, Instant.parse("2026-01-02T00:00:00Z"), "E18", true),
                        new RecordedFault(place(3), "w1", "washer", hour(11), hour(11), "E18", false),
                        new RecordedFailure(place(5), "w1", "washer", hour(13), hour(13), "pump"),
                        new RecordedRepair(place(6), "w1", "washer", hour(14), hour(14), "pump", true),
                        new RecordedRepair(place(7), "w1", "washer", hour(15), hour(15), "drum", null));
        assertThat(rejects)
                .extracting(RejectedRow::toString)
                .containsExactly(
                        "j.csv:4: type washer has no fault code E99: one of E1, E18",
                        "j.csv:8: type washer has no component door: one of pump, drum",
                        "j.csv:9: column plan: \"perhaps\" is neither planned (1, true, yes) nor unplanned (0, false, no)");
        assertThat(history.counts())
                .containsExactly(
                        new FileCount(RecordKind.FAULTS, "j.csv", 3, 1),
                        new FileCount(RecordKind.FAILURES, "j.csv", 1, 0),
                        new FileCount(RecordKind.REPAIRS, "j.csv", 4, 2));
    }

    @Test
    void mergedEventsLieInTheSpanAndInOrderOfTimeAndKind() {
        file(
                "t.csv",
                "id,at,temperature,power\nb,2026-01-03,1,2\nb,2026-01-04,1,2\na,2026-01-01,1,2\na,2026-01-02,1,2\n");
        file("r.csv", "id,at\na,2026-01-02\n");
        String labels = "file: r.csv, appliance: id, time: at, component: {constant: fan}";
        RecordedHistory history = open("type: fridge\ntelemetry: {file: t.csv, " + EVENTS + "}\nrepairs: {" + labels
                + "}\nfailures: {" + labels + "}\nfaults: {file: r.csv, " + EVENTS + ", code: {constant: F1}}\n");
        List<String> order = new ArrayList<>();
        try (EventStream events = history.merged(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-03T00:00:00Z"), dir, rejects::add)) {
            events.forEachRemaining(event -> order.add(event.kind() + " " + event.place()));
        }
        assertThat(order)
                .containsExactly(
                        "TELEMETRY t.csv:5",
                        "FAULTS r.csv:2",
                        "FAILURES r.csv:2",
                        "REPAIRS r.csv:2",
                        "TELEMETRY t.csv:2");
    }

    private static Instant hour(int hour) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3_600L * hour);
    }

    private static RecordPlace place(long line) {
        return new RecordPlace("j.csv", line);
    }

    private RecordedHistory read(String yaml) {
        RecordedHistory history = open(yaml);
        history.telemetry(readings::add, rejects::add);
        return history;
    }

    private RecordedHistory open(String yaml) {
        return RecordedHistory.open(mapping(yaml), dir);
    }

    private Mapping mapping(String yaml) {
        file("mapping.yaml", yaml);
        return Mapping.load(dir.resolve("mapping.yaml"), Catalogs.washerAndFridge());
    }

    private void file(String name, String text) {
        try {
            Files.writeString(dir.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void gzip(String name, String text) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(dir.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
