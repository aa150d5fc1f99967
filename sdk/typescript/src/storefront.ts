/** The storefront's GraphQL API: variables and answers are typed by the text of the operation, with nothing to compile. */

import type { DocumentDecoration, ResultOf, VariablesOf, initGraphQLTada as Documents } from "gql.tada";
import { inflate } from "./deduplication.js";
import type { introspection } from "./generated/storefront.js";

export type { ResultOf, VariablesOf };

/**
 * An operation or a fragment, typed by its text: `graphql("query Shop { shop { name } }")`. Fragments that it spreads are
 * given beside it: `graphql("query …", [productCard])`. It is not parsed: what is wrong with it, the compiler and the shop say.
 */
export const graphql = document as unknown as Documents<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    Color: string;
    DateTime: string;
    Decimal: string;
    HTML: string;
    ISO8601DateTime: string;
    JSON: unknown;
    URL: string;
    UnsignedInt64: string;
  };
}>;

/** A document that carries its text, and the texts of the fragments in it, in place of definitions. */
interface Unparsed {
  kind: "Document";
  definitions: [];
  texts: Set<string>;
}

function document(text: string, fragments: Unparsed[] = []): Unparsed {
  const texts = new Set([text.trim(), ...fragments.flatMap((fragment) => [...fragment.texts])]);
  return { kind: "Document", definitions: [], texts };
}

/** Variables must be given when there are some that must. */
type Given<Variables> = Record<string, never> extends Variables ? [variables?: Variables] : [variables: Variables];

/** One thing that is wrong with an operation, or with its execution. */
export interface GraphQLProblem {
  message: string;
  path?: (string | number)[];
  locations?: { line: number; column: number }[];
  extensions?: { code?: string; [more: string]: unknown };
}

/** An operation that was refused, or whose answer has errors. What a buyer did wrong is in the answer's `userErrors`. */
export class StorefrontError extends Error {
  override readonly name = "StorefrontError";

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** What is wrong; empty when something between us and the shop answered. */
    readonly errors: readonly GraphQLProblem[],
  ) {
    super(errors.map((error) => error.message).join("; ") || `the shop cannot be reached (${status})`);
  }
}

/** Where the shop is, and how it is asked. */
export interface StorefrontOptions {
  /** The shop's origin, such as `https://shop.example.in`. */
  url: string;
  /** The storefront's public token: it says which channel this is. Without one it is `web`. */
  token?: string;
  /** The version in the endpoint's path. */
  version?: string;
  /** Asks for answers in which what comes again is sent once. It pays for nested lists that repeat themselves. */
  deduplicate?: boolean;
  /** In place of the `fetch` that is everywhere. */
  fetch?: typeof fetch;
}

/** A client of the storefront API. */
export interface Storefront {
  /** Executes an operation, a query or a mutation, and gives its data. Throws {@link StorefrontError}. */
  query<Result, Variables>(
    operation: DocumentDecoration<Result, Variables>,
    ...variables: Given<Variables>
  ): Promise<Result>;
}

/** A client of the storefront API. */
export function storefront(options: StorefrontOptions): Storefront {
  const send = options.fetch ?? fetch;
  const endpoint = `${options.url.replace(/\/+$/, "")}/api/${options.version ?? "2026-04"}/graphql.json`;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: options.deduplicate ? `${RESPONSE}; dedup=1` : RESPONSE,
  };
  if (options.token) headers["x-shopify-storefront-access-token"] = options.token;

  return {
    async query(operation, ...[variables]) {
      const query = [...(operation as unknown as Unparsed).texts].join("\n");
      const answer = await send(endpoint, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
      const body = await answer.json().catch(() => undefined);
      if (body?.errors || !body?.data) throw new StorefrontError(answer.status, body?.errors ?? []);
      return body.extensions?.deduplicated ? inflate(body.data) : body.data;
    },
  };
}

const RESPONSE = "application/graphql-response+json";
