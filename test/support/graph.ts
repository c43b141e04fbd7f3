/** A refusal of the graph, as a client sees it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, code: string | undefined, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

export type Variables = Record<string, unknown>;

/** Asks over HTTP with a credential: the data, or the first error as a `Refusal`. */
export type Ask = ReturnType<typeof asking>;

export const asking =
  (url: string, adminKey: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the data is what the document asks for.
  async (document: string, variables: Variables = {}, token: string = adminKey, headers: Record<string, string> = {}): Promise<any> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };
    if (errors?.[0]) throw new Refusal(response.status, errors[0].extensions?.code, errors[0].message);
    return data;
  };

/** What a refusal with this code looks like to `rejects.toMatchObject`. */
export const refused = (code: string) => ({ name: 'Refusal', code });
