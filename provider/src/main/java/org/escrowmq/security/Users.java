package org.escrowmq.security;

import java.io.IOException;
import java.io.Reader;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Collects users, those given one by one and those of a file, and what is wrong with them. Used by one thread.
 *
 * <p>The file is a properties file in UTF-8. Each user is a line {@code name=password,role,role}; the password ends at
 * the first comma, so one that contains a comma has to be hashed.
 */
public final class Users {

    private final Map<String, User> users = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Adds a user. */
    public void add(String name, String password, List<String> roles) {
        List<String> wrong = User.faults(name, password, roles);
        faults.addAll(wrong);
        if (wrong.isEmpty() && users.putIfAbsent(name, new User(name, password, new HashSet<>(roles))) != null) {
            faults.add("user '" + name + "' is given twice");
        }
    }

    /** Adds the users of a file. */
    public void addFile(Path file) {
        Lines lines = new Lines();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            // The message of a malformed escape could show part of a password.
            faults.add("usersFile is '" + file + "', which cannot be read"
                    + (e instanceof IOException ? ": " + e : ": it is no properties file"));
        }
        if (lines.entries.isEmpty()) {
            faults.add("usersFile is '" + file + "', in which there is no user; a user is a line name=password,role");
        }
        lines.entries.forEach(entry -> addLine(entry.getKey(), entry.getValue()));
    }

    private void addLine(String name, String value) {
        String[] parts = value.split(",", -1);
        List<String> roles = Arrays.stream(parts).skip(1).map(String::strip).toList();
        add(name, parts[0].strip(), parts.length == 2 && roles.get(0).isEmpty() ? List.of() : roles);
    }

    /** All users that nothing is wrong with. */
    public Collection<User> all() {
        return users.values();
    }

    /** A sentence for each fault. */
    public List<String> faults() {
        return faults;
    }

    /** Properties that keep every line, because of two with one name each would otherwise silently lose one. */
    private static final class Lines extends Properties {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient List<Map.Entry<String, String>> entries = new ArrayList<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            entries.add(Map.entry((String) key, (String) value));
            return super.put(key, value);
        }
    }
}
