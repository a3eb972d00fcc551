/** What must change in the store to fit a data model. An empty list of steps means that it fits. */
export interface MigrationPlan {
  readonly steps: readonly MigrationStep[];
  /**
   * Removals of data, each with an addition of the same shape, that may be meant as renames. As planned, they are a
   * removal and an addition; a plan made with the rename in its options moves the data instead.
   */
  readonly questions?: readonly RenameQuestion[];
}

export interface MigrationStep {
  /** `safe`: nothing is touched. `backfill`: existing items are read and completed. `destructive`: something is lost. */
  readonly impact: 'safe' | 'backfill' | 'destructive';
  /** One sentence for people: what changes and, where destructive, what would be lost (with how many items). */
  readonly description: string;
  /** Engine-specific instructions; opaque above the engine. */
  readonly statements: readonly string[];
}

/** A field's new name, or a model's. */
export interface Rename {
  /** The field's model, by its new name; `null` where a model is renamed. */
  readonly model: string | null;
  readonly from: string;
  readonly to: string;
}

export interface RenameQuestion {
  readonly rename: Rename;
  /** A question for people, with how many items have data at stake. */
  readonly description: string;
}

export interface PlanOptions {
  /** Renames the user has confirmed. */
  readonly renames?: readonly Rename[];
}

/** One row of the store's own record of its schema. */
export interface AppliedMigration {
  /** Counts from 1. */
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  /** Descriptions of the steps. */
  readonly changes: readonly string[];
}
