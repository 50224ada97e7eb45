package io.hearthwatch.database.embedded;

/** Something is in a directory that has to be empty. */
public final class DirectoryNotEmptyException extends RuntimeException {
    DirectoryNotEmptyException(String message) {
        super(message);
    }
}
