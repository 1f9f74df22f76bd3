import { experimental_getRunnerTask as taskOf, JsonReporter, type TestModule } from 'vitest/node';

/** The JSON report with the words of every hook that failed: vitest's own tells only of those outside of all suites. */
export default class extends JsonReporter {
  override async onTestRunEnd(testModules: readonly TestModule[]): Promise<void> {
    for (const testModule of testModules) tellOfHooks(testModule);
    await super.onTestRunEnd(testModules);
  }
}

function tellOfHooks(testModule: TestModule): void {
  const { result } = taskOf(testModule);
  if (!result || result.errors?.length) return;
  result.errors = [...testModule.children.allSuites()].flatMap(suite =>
    suite.errors().map(error => ({ ...error, message: `a hook of "${suite.fullName}": ${error.message}` })),
  );
}
