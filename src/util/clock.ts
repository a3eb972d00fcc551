/** The time in milliseconds since 1970. Injected wherever time decides something. */
export type Clock = () => number;
