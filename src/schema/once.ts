/**
 * What a method is after the call that rules it out: a value that cannot be called, named so that the compiler's
 * message ("Type 'CannotCall<…>' has no call signatures") says why.
 */
export interface CannotCall<Reason extends string> {
  readonly reason: Reason;
}

/** `Method` until it has been used. */
export type Once<Used extends string, Name extends string, Method> = Name extends Used
  ? CannotCall<`.${Name}() may be called once`>
  : Method;
