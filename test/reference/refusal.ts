/** What RFC 7644 §3.12, table 9, calls a refusal. */
export class Refusal extends Error {
  readonly scimTypes: readonly string[];

  constructor(...scimTypes: string[]) {
    super(scimTypes.join(' or '));
    this.scimTypes = scimTypes;
  }
}
