package io.hearthwatch.predictor.jobs;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Files that jobs left, in {@code prediction.job_file}: in parts, of which one is held at a time. Thread-safe; blocks. */
final class FileStore {
    private static final int PART = 1 << 20;
    /** Larger ones are written at the command line. */
    private static final long MOST_BYTES = 2L << 30;

    private final Database database;

    FileStore(Database database) {
        this.database = database;
    }

    /** Keeps a file; it is seen when all of it is there. */
    JobFile keep(long job, String name, String mediaType, Path file, Progress progress) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new PredictionException(
                        "the file has " + (size >> 20) + " MB, more than the " + (MOST_BYTES >> 20)
                                + " MB that are kept for a download",
                        "ask for fewer appliances or a later 'from', as parquet, or write it with: hearthwatch model export");
            }
            try (InputStream in = Files.newInputStream(file)) {
                long kept = 0;
                byte[] bytes = in.readNBytes(PART);
                for (int part = 0; bytes.length > 0; part++) {
                    add(job, part, bytes);
                    kept += bytes.length;
                    progress.at("keeping the file", kept, size);
                    bytes = in.readNBytes(PART);
                }
            }
            publish(job, name, mediaType, size);
            return new JobFile(name, mediaType, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(long job, int part, byte[] bytes) {
        String sql = "insert into prediction.job_file (job_id, part, bytes) values (?, ?, ?)";
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setLong(1, job);
                insert.setInt(2, part);
                insert.setBytes(3, bytes);
                return insert.executeUpdate();
            }
        });
    }

    private void publish(long job, String name, String mediaType, long size) {
        String sql = "update prediction.job set file_name = ?, file_type = ?, file_bytes = ? where id = ?";
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, name);
                update.setString(2, mediaType);
                update.setLong(3, size);
                update.setLong(4, job);
                return update.executeUpdate();
            }
        });
    }

    /** A part of a job's file, from 0; nothing after the last. */
    Optional<byte[]> part(long job, int part) {
        String sql = "select bytes from prediction.job_file where job_id = ? and part = ?";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setLong(1, job);
                select.setInt(2, part);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    /** Drops the files of jobs that ended before an instant, and parts that no job published. */
    void forget(Instant before) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                            update prediction.job set file_name = null, file_type = null, file_bytes = null
                            where ended_at < ? and file_name is not null
                            """)) {
                update.setObject(1, before.atOffset(ZoneOffset.UTC));
                update.executeUpdate();
            }
            try (PreparedStatement delete = connection.prepareStatement("""
                            delete from prediction.job_file f using prediction.job j
                            where j.id = f.job_id and j.file_name is null and j.ended_at is not null
                            """)) {
                return delete.executeUpdate();
            }
        });
    }
}
