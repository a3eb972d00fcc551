/**
 * Behaviour of the official service that is off unless asked for: what is done instead serves clients better, but a test
 * suite may rely on the old one.
 */
export interface Compatibility {
  /** `limit` counts the items read, before filter and rules, and a page that stops at it has a token even if it is the last. */
  readonly appsyncPages: boolean;
  /** Results of mutations leave out checked fields and relations that some subscriber might not see. */
  readonly appsyncRedaction: boolean;
  /** Filters of subscriptions may ask for no more than with the service: five fields, ten combinations, five values. */
  readonly subscriptionFilterLimits: boolean;
}

export const noCompatibility: Compatibility = Object.freeze({
  appsyncPages: false,
  appsyncRedaction: false,
  subscriptionFilterLimits: false,
});
