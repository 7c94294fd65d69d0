package org.escrowmq.it.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.crash.victim.Task;
import org.escrowmq.it.crash.victim.Wire;
import org.escrowmq.it.crash.victim.Words;

/**
 * Has a process work for a moment and leave an archive of the classes that it loaded, which halves the time that the
 * processes after it need to start. Stateless.
 */
final class Rehearsal {

    private Rehearsal() {
    }

    /**
     * Runs it.
     *
     * @param work where the archive goes
     * @return options for the JVMs that follow; none if this program does not come from an archive itself
     */
    static List<String> run(Path work) throws IOException, InterruptedException {
        if (!VictimProcess.isPacked()) {
            return List.of();
        }
        Path stores = work.resolve("rehearsal");
        Path archive = work.resolve("classes.jsa");
        Files.createDirectories(stores);
        try (VictimProcess process = VictimProcess.start(stores, List.of("-XX:ArchiveClassesAtExit=" + archive), "",
                Task.REHEARSAL.arguments())) {
            String line = process.readLine();
            while (line != null) {
                if (line.startsWith(Wire.IN_DOUBT)) {
                    process.say(Words.LOOK);
                } else if (Wire.READY.equals(line)) {
                    process.say(Words.REHEARSE);
                }
                line = process.readLine();
            }
            process.awaitEnd();
        }
        Trees.delete(stores);
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }
}
