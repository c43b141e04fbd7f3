/** A condition that is refused; the message begins with the path of the node at fault and says what to do. */
export class InvalidCondition extends Error {
  readonly path: string;
  readonly reason: string;

  /** In a text, the column counts from 1. */
  constructor(path: string, reason: string, column?: number) {
    super(column === undefined ? `${path} ${reason}` : `${path}: column ${column}: ${reason}`);
    this.name = 'InvalidCondition';
    this.path = path;
    this.reason = reason;
  }
}
