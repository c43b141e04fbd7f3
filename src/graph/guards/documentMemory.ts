import type { DocumentNode } from 'graphql';

/** A parsed document is many times as large as its text, a short one by yet more: what is weighed is characters. */
const maximumWeight = 1_000_000;
const leastWeight = 1000;

const weightOf = (text: string) => Math.max(text.length, leastWeight);

/** Parsed documents, those used last, as many as may be remembered. */
export function documentMemory() {
  // In the order of their last use.
  const documents = new Map<string, DocumentNode>();
  let weight = 0;

  function remove(text: string) {
    if (documents.delete(text)) weight -= weightOf(text);
  }

  return {
    get(text: string): DocumentNode | undefined {
      const document = documents.get(text);
      if (document) documents.delete(text) && documents.set(text, document);
      return document;
    },
    set(text: string, document: DocumentNode) {
      remove(text);
      documents.set(text, document);
      weight += weightOf(text);
      for (const oldest of documents.keys()) {
        if (weight <= maximumWeight) return;
        remove(oldest);
      }
    },
    forget(document: DocumentNode) {
      for (const [text, known] of documents) if (known === document) return remove(text);
    },
  };
}
