package dev.usher.component;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A component cannot be as it was described. Names everything that is wrong with the description, not only the first.
 */
public final class DefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> errors; // an exception is serializable, and so is all that it holds

    /**
     * @param component what was described
     * @param errors what is wrong with the description, each with the option's name
     */
    public DefinitionException(String component, List<String> errors) {
        super(component + " cannot be started: " + String.join("; ", errors));
        this.errors = new ArrayList<>(errors);
    }

    /** @return what is wrong, each with the option's name */
    public List<String> errors() {
        return Collections.unmodifiableList(errors);
    }
}
