package io.hearthwatch.history.csv;

import java.util.Optional;

/** What separates cells: one character, or any run of spaces and tabs. Only the former knows quotes. */
public enum Delimiter {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    PIPE('|'),
    WHITESPACE(' ');

    private final char character;

    Delimiter(char character) {
        this.character = character;
    }

    char character() {
        return character;
    }

    /** As a person writes it: the character, or {@code tab} or {@code whitespace}. */
    public static Optional<Delimiter> of(String written) {
        return Optional.ofNullable(
                switch (written) {
                    case ",", "comma" -> COMMA;
                    case ";", "semicolon" -> SEMICOLON;
                    case "\t", "\\t", "tab" -> TAB;
                    case "|", "pipe" -> PIPE;
                    case "whitespace" -> WHITESPACE;
                    default -> null;
                });
    }
}
