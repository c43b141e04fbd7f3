/** What is made when its place in an answer is reached, because it is too large to wait for that in memory. */
export type Later<Value> = () => Promise<Value>;

export const isLater = <Value extends object>(value: Value | Later<Value>): value is Later<Value> => typeof value === 'function';

/** The same, made into something else; at once, if it is there. */
export const mapLater = <Value extends object, Other>(value: Value | Later<Value>, make: (value: Value) => Other): Other | Later<Other> =>
  isLater(value) ? async () => make(await value()) : make(value);
