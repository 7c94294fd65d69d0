package org.escrowmq.it.crash.victim;

import java.nio.file.Path;

/**
 * Where things are in the directory of one run of a store. Immutable.
 *
 * @param directory the directory
 */
public record Layout(Path directory) {

    /** The broker's directory. */
    public Path messages() {
        return directory.resolve("messages");
    }

    /** The database. */
    public Path rows() {
        return directory.resolve("rows");
    }

    /** The transaction manager's log. */
    public Path decisions() {
        return directory.resolve("decisions");
    }
}
