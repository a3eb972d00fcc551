import fc from 'fast-check';

// The same runs every time, so that a failure is the fault of the change it came with. To search for new ones:
// PREAMP_FUZZ_SEED=$RANDOM PREAMP_FUZZ_RUNS=10000 npx vitest run --project property
fc.configureGlobal({ seed: Number(process.env.PREAMP_FUZZ_SEED ?? 20260101) });
