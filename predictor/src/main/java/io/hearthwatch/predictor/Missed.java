package io.hearthwatch.predictor;

/** What becomes of scheduled decisions whose time passed while nobody was there to make them. */
public enum Missed {
    /** Each is made, in order, as of its own instant: history that is replayed must come out the same. */
    EVERY,
    /** Only the newest is made: nobody can act on last week's warning. */
    NEWEST
}
