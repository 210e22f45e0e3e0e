package dev.usher.wheel;

import dev.usher.filter.Filter;
import dev.usher.filter.Input;
import dev.usher.filter.Output;

/** Single digits as numbers: records of another type than text. */
final class Digits implements Filter<Integer, Integer> {
    @Override
    public Integer next(Input input) {
        if (input.isEmpty()) {
            return null;
        }
        int digit = input.at(0) - '0';
        input.skip(1);
        return digit;
    }

    @Override
    public void put(Integer item, Output out) {
        out.put((byte) ('0' + item));
    }

    @Override
    public Digits fresh() {
        return this;
    }
}
