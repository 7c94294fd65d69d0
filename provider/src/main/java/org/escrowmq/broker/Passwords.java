package org.escrowmq.broker;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.utils.DefaultSensitiveStringCodec;
import org.escrowmq.security.User;

/**
 * Verifies passwords. Keeps only salted hashes of them, which take the same time to compare whatever the input, and
 * takes as long for a user who does not exist. Immutable and safe for use by several threads.
 */
public final class Passwords {

    private static final DefaultSensitiveStringCodec CODEC = codec();

    private final Map<String, User> users = new HashMap<>();
    private final String hashOfNobody;

    Passwords(Collection<User> listed) {
        listed.forEach(user -> users.put(user.name(), user.isHashed()
                ? user
                : new User(user.name(), hash(user.password()), user.roles())));
        hashOfNobody = users.values().stream().findAny().map(User::hash).orElseThrow();
    }

    private static DefaultSensitiveStringCodec codec() {
        DefaultSensitiveStringCodec codec = new DefaultSensitiveStringCodec();
        try {
            codec.init(Map.of(DefaultSensitiveStringCodec.ALGORITHM, DefaultSensitiveStringCodec.ONE_WAY));
        } catch (Exception e) {
            throw new IllegalStateException("This JVM cannot hash passwords with PBKDF2", e);
        }
        return codec;
    }

    /** The hash of a password, salted, as {@code ENC(...)}: what Artemis' own files of users contain. */
    public static String hash(String password) {
        try {
            return User.hashed(CODEC.encode(password));
        } catch (Exception e) {
            throw new IllegalStateException("A password cannot be hashed", e);
        }
    }

    /** Finds the user if the password is right. */
    Optional<User> verify(String name, String password) {
        User user = users.get(name);
        boolean right = CODEC.verify((password == null ? "" : password).toCharArray(),
                user == null ? hashOfNobody : user.hash());
        return right ? Optional.ofNullable(user) : Optional.empty();
    }
}
