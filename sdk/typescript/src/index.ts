/** Infrasell's APIs, typed. Each part stands alone: what a page does not import is not in its bundle. */

export { inflate } from "./deduplication.js";
export { type Problem, ProblemError, ok, once, rest, type Rest, type RestOptions, type Schemas } from "./rest.js";
export {
  type GraphQLProblem,
  graphql,
  type ResultOf,
  storefront,
  type Storefront,
  StorefrontError,
  type StorefrontOptions,
  type VariablesOf,
} from "./storefront.js";
