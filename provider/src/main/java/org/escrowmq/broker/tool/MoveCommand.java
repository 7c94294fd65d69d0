package org.escrowmq.broker.tool;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.utils.XMLUtil;
import org.escrowmq.InDoubtBranch;
import org.escrowmq.broker.client.BrokerUrl;
import org.escrowmq.broker.move.StoreMove;
import org.escrowmq.broker.store.InDoubtListing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves a store to another broker. */
@Command(name = "move", mixinStandardHelpOptions = true,
        description = {"Moves everything in a store to an Artemis broker: queues, topics, durable subscriptions and "
                + "all messages. Nothing is moved while a branch is in doubt.",
            "If it is cut short, the same command goes on from there: no message is lost, and none is there twice.",
            "See docs/moving-up.md."},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:everything was moved", "1:nothing was moved, because branches are in doubt",
            "2:it was not moved completely"})
final class MoveCommand extends StoreTool.OnStore {

    private static final String PASSWORD_VARIABLE = "ESCROWMQ_PASSWORD";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*\\}");

    @Option(names = "--to", required = true, paramLabel = "<url>", description = {
        "where to, as in brokerUrl of the adapter: tcp://host:61616",
        "For TLS ?sslEnabled=true&trustStorePath=...&trustStorePassword=$${NAME}; $${NAME} stands for a variable of "
                + "the environment."})
    private String to;

    @Option(names = "--user", paramLabel = "<name>",
            description = "who may create queues and subscriptions there, send to them, and manage the broker")
    private String user;

    @Option(names = "--password-file", paramLabel = "<file>", description = "a file with the password in its first "
            + "line; else it is in the variable " + PASSWORD_VARIABLE + " of the environment")
    private Path passwordFile;

    @Option(names = "--password", interactive = true, description = "ask for the password")
    private String asked;

    @Override
    int run(Path store) throws IOException {
        BrokerUrl url = url();
        List<InDoubtBranch> branches = InDoubtListing.of(store);
        if (!branches.isEmpty()) {
            branches.forEach(out()::println);
            out().println(branches.size() + " branches in doubt in " + store + "; nothing was moved. Let their "
                    + "transaction manager complete them, or decide: see docs/operations.md");
            return StoreTool.DAMAGED;
        }
        // The broker that is going to be opened has to lock it itself.
        unlock();
        try {
            StoreMove.run(store, url, user, password(), line -> {
                out().println(line);
                out().flush();
            });
            return StoreTool.INTACT;
        } catch (JMSException e) {
            throw new IOException(e.getMessage() + ". What was moved is there; the same command goes on", e);
        }
    }

    private BrokerUrl url() throws IOException {
        if (to.matches("(?is).*password=(?!\\$\\{).*")) {
            throw new IOException("--to contains a password, which every user of this machine can see; write "
                    + "...Password=${NAME}, and set NAME in the environment");
        }
        // Variables contain the values as they are; in a URL they are encoded.
        BrokerUrl url = BrokerUrl.read(VARIABLE.matcher(to).replaceAll(variable -> URLEncoder.encode(
                XMLUtil.replaceSystemPropsInString(variable.group()), StandardCharsets.UTF_8)));
        List<String> faults = url.faultsWithStores();
        if (!faults.isEmpty()) {
            throw new IOException("--to is not correct: " + String.join("; ", faults));
        }
        return url;
    }

    private String password() throws IOException {
        if (asked != null) {
            return asked;
        }
        if (passwordFile != null) {
            List<String> lines = Files.readAllLines(passwordFile);
            return lines.isEmpty() ? "" : lines.get(0);
        }
        return System.getenv(PASSWORD_VARIABLE);
    }
}
