/** A text that is refused: why, and the column where, counted from 1, if it is one that is at fault. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly reason: string;
  readonly column: number | undefined;

  constructor(reason: string, column?: number) {
    super(column === undefined ? reason : `Column ${column}: ${reason}`);
    this.reason = reason;
    this.column = column;
  }
}
