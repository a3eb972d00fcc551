import type { MaybePromise } from '../../util/maybe-promise.ts';

type Step = () => MaybePromise<void>;

/** What was opened, closed in the opposite order. */
export class Closing {
  readonly #steps: Step[] = [];

  /** `cancel` takes the step out again: somebody else has it now. */
  add(step: Step): { cancel(): void } {
    this.#steps.push(step);
    return { cancel: () => void this.#steps.splice(this.#steps.indexOf(step), 1) };
  }

  /** Closes everything, also when a step fails; the first failure is thrown at the end. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
