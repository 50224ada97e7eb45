package io.hearthwatch.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A formula over metrics, such as {@code inlet_temperature - outlet_temperature}: numbers, names, {@code + - * / ( )}, and
 * {@code min(a, b, …)}, {@code max(a, b, …)}, {@code abs(a)}. Nothing else can be written, so a formula from a file can do no harm.
 * Immutable.
 */
public final class Expression {
    private static final int LONGEST = 500;
    private static final int DEEPEST = 40;

    private final String source;
    private final Node root;
    private final Set<String> names;

    @FunctionalInterface
    private interface Node {
        double value(ToDoubleFunction<String> values);
    }

    private Expression(String source, Node root, Set<String> names) {
        this.source = source;
        this.root = root;
        this.names = names;
    }

    /**
     * Reads a formula.
     *
     * @throws IllegalArgumentException if it is none; the message says where and why
     */
    public static Expression parse(String source) {
        if (source.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        Parser parser = new Parser(source);
        Node root = parser.sum(0);
        parser.end();
        return new Expression(source, root, Set.copyOf(parser.names));
    }

    /** The metrics that it looks at. */
    public Set<String> names() {
        return names;
    }

    /** Its value, or NaN where a metric it looks at is NaN, or where it divides by zero. */
    public double value(ToDoubleFunction<String> values) {
        double value = root.value(values);
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && expression.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    private static final class Parser {
        private final String text;
        private final Set<String> names = new LinkedHashSet<>();
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Node sum(int depth) {
            Node left = product(depth);
            while (true) {
                if (take('+')) {
                    Node a = left;
                    Node b = product(depth);
                    left = v -> a.value(v) + b.value(v);
                } else if (take('-')) {
                    Node a = left;
                    Node b = product(depth);
                    left = v -> a.value(v) - b.value(v);
                } else {
                    return left;
                }
            }
        }

        private Node product(int depth) {
            Node left = factor(depth);
            while (true) {
                if (take('*')) {
                    Node a = left;
                    Node b = factor(depth);
                    left = v -> a.value(v) * b.value(v);
                } else if (take('/')) {
                    Node a = left;
                    Node b = factor(depth);
                    left = v -> a.value(v) / b.value(v);
                } else {
                    return left;
                }
            }
        }

        private Node factor(int depth) {
            if (depth > DEEPEST) {
                throw wrong("is nested too deep");
            }
            if (take('-')) {
                Node a = factor(depth + 1);
                return v -> -a.value(v);
            }
            if (take('(')) {
                Node inner = sum(depth + 1);
                expect(')');
                return inner;
            }
            char next = peek();
            if (Character.isDigit(next) || next == '.') {
                double number = number();
                return v -> number;
            }
            if (Character.isLetter(next) || next == '_') {
                return named(word(), depth);
            }
            throw wrong(next == 0 ? "ends where a number or a metric is expected" : "has an unexpected '" + next + "'");
        }

        private Node named(String name, int depth) {
            if (peek() != '(') {
                names.add(name);
                return v -> v.applyAsDouble(name);
            }
            List<Node> arguments = new ArrayList<>();
            at++;
            do {
                arguments.add(sum(depth + 1));
            } while (take(','));
            expect(')');
            Node first = arguments.get(0);
            return switch (name) {
                case "min" ->
                    v -> arguments.stream()
                            .mapToDouble(a -> a.value(v))
                            .reduce(Math::min)
                            .orElseThrow();
                case "max" ->
                    v -> arguments.stream()
                            .mapToDouble(a -> a.value(v))
                            .reduce(Math::max)
                            .orElseThrow();
                case "abs" -> {
                    if (arguments.size() != 1) {
                        throw wrong("gives abs " + arguments.size() + " values; it takes one");
                    }
                    yield v -> Math.abs(first.value(v));
                }
                default -> throw wrong("has an unknown function " + name + "; there are min, max and abs");
            };
        }

        private double number() {
            int from = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            String written = text.substring(from, at);
            try {
                return Double.parseDouble(written);
            } catch (NumberFormatException e) {
                throw wrong("has a bad number " + written);
            }
        }

        private String word() {
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            return text.substring(from, at);
        }

        private boolean take(char wanted) {
            if (peek() != wanted) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char wanted) {
            if (!take(wanted)) {
                throw wrong("lacks a '" + wanted + "'");
            }
        }

        /** The next character that is not a blank, or 0 at the end. */
        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        void end() {
            if (peek() != 0) {
                throw wrong("has an unexpected '" + peek() + "'");
            }
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(what + ", at character " + (at + 1));
        }
    }
}
