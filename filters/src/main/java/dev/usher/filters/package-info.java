/**
 * Framing without I/O: bytes in a window become items, items become bytes. The filters a POE program finds in
 * POE::Filter.
 *
 * <p>Reading order: {@link dev.usher.filters.StreamFilter}, the smallest one; {@link dev.usher.filters.LineFilter},
 * then what it is made of: LineEnd (where a line ends) with its kinds MixedEnd, LiteralEnd, AutodetectEnd and
 * RegexpEnd, and TextEncoder (how its text becomes bytes); {@link dev.usher.filters.BlockFilter} with
 * {@link dev.usher.filters.LengthCodec}; {@link dev.usher.filters.ReferenceFilter} with
 * {@link dev.usher.filters.Serializer}; then those that stand on other filters: {@link dev.usher.filters.MapFilter},
 * {@link dev.usher.filters.GrepFilter}, {@link dev.usher.filters.RecordBlockFilter} and
 * {@link dev.usher.filters.StackableFilter}. This package knows the contract in {@link dev.usher.filter} and nothing
 * else: no kernel, no socket.
 */
package dev.usher.filters;
