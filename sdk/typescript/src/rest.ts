/** The REST API: every path, its parameters, bodies and answers, typed by the OpenAPI document. */

import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./generated/openapi.js";

/** The shapes of the API, by name: `Schemas["Product"]`. */
export type Schemas = components["schemas"];

/** What is wrong with a request (RFC 9457), with a `code` that stays. */
export type Problem = Schemas["Problem"];

/** A client: `GET`, `POST`, `PATCH`, `PUT` and `DELETE` take a path of the API. */
export type Rest = Client<paths, "application/json">;

/** Where the shop is, and who asks. */
export interface RestOptions {
  /** The shop's origin, such as `https://shop.example.in`. */
  url: string;
  /** An API key, or the secret of a session; without one it is a guest who asks. */
  key?: string;
  /** In place of the `fetch` that is everywhere. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A client of the REST API. */
export function rest(options: RestOptions): Rest {
  return createClient<paths, "application/json">({
    baseUrl: options.url.replace(/\/+$/, ""),
    ...(options.fetch && { fetch: options.fetch }),
    ...(options.key && { headers: { authorization: `Bearer ${options.key}` } }),
  });
}

/** A refusal, with the problem that the shop told. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** What is wrong; undefined when something between us and the shop answered. */
    readonly problem: Problem | undefined,
  ) {
    super(problem ? `${problem.title} (${problem.code})` : `the shop cannot be reached (${status})`);
  }
}

/** The data of an answer, or the problem thrown: `const cart = await ok(shop.POST("/store/v1/carts", …))`. */
export async function ok<Data>(
  answer: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Exclude<Data, undefined>;
  const told = typeof error === "object" && error !== null && "code" in error;
  throw new ProblemError(response.status, told ? (error as Problem) : undefined);
}

/** The header that makes a write happen once however often it is sent: make it once, and send it with every try. */
export function once(key: string = crypto.randomUUID()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}
