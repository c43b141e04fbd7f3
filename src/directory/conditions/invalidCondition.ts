/** A condition that is refused; the message begins with the path of the node at fault and says what to do. */
export class InvalidCondition extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.name = 'InvalidCondition';
    this.path = path;
  }
}
