import { describe, expect, it } from 'vitest';
import { plain } from '@/pages/cycle/pieces';
import { changeOf, deploymentOf, versionsOf } from '@/pages/deployments/testing';
import { madeChampion, roleOf, sentenceOf, shareOf, versionRows } from './route';
import { windowOf } from './window';

const { versions } = versionsOf();
const say = (deployment = deploymentOf(), changes = [changeOf()]) =>
  plain(sentenceOf(deployment, versions, changes, () => 'Nov 29'));

describe('the sentence of a deployment', () => {
  it('says what serves, since when, why, and who else decides', () => {
    expect(say()).toBe(
      'Version 4 (lin-ucb) serves since Nov 29 because “Higher reward in the canary”; version 5 gets 10%; version 6 decides in the shadow.',
    );
  });

  it('says that shadows of a model answer', () => {
    expect(say(deploymentOf({ serves: 'model', canaries: [] }), [])).toBe(
      'Version 4 (lin-ucb) serves; version 6 answers in the shadow.',
    );
  });

  it('is short where nothing more is known', () => {
    expect(say(deploymentOf({ canaries: [], shadows: [] }), [])).toBe('Version 4 (lin-ucb) serves.');
    const created = changeOf({ kind: 'created', from_version: null, to_version: 4, reason: null });
    expect(say(deploymentOf({ canaries: [], shadows: [] }), [created])).toBe(
      'Version 4 (lin-ucb) serves since Nov 29 as the first version.',
    );
  });

  it('says that a version serves again, and counts', () => {
    const deployment = deploymentOf({
      champion: 9,
      canaries: [
        { version: 5, share: 0.1 },
        { version: 7, share: 0.05 },
      ],
      shadows: [6, 3],
    });
    const back = changeOf({ kind: 'rolled-back', to_version: 9, reason: '' });
    expect(say(deployment, [back])).toBe(
      'Version 9 serves again since Nov 29; version 5 gets 10% and version 7 gets 5%; versions 6 and 3 decide in the shadow.',
    );
  });

  it('takes the newest change of the champion, and no change of shares', () => {
    const configured = changeOf({ kind: 'configured', to_version: 4, from_version: 4, revision: 9 });
    expect(madeChampion(4, [configured, changeOf({ revision: 4 }), changeOf({ revision: 2 })])?.revision).toBe(4);
    expect(madeChampion(5, [configured])).toBeNull();
  });
});

describe('the route', () => {
  it('leaves the champion what canaries do not take', () => {
    const route = deploymentOf({
      canaries: [
        { version: 5, share: 0.1 },
        { version: 6, share: 0.2 },
      ],
      shadows: [3],
    });
    expect([4, 5, 6, 3].map((version) => shareOf(route, version))).toEqual([0.7, 0.1, 0.2, 0]);
    expect([4, 5, 3, 1].map((version) => roleOf(route, version))).toEqual(['champion', 'canary', 'shadow', 'idle']);
  });

  it('stands before the rest', () => {
    expect(versionRows(deploymentOf(), versions).map((row) => `${row.version} ${row.role}`)).toEqual([
      '4 champion',
      '5 canary',
      '6 shadow',
      '3 idle',
    ]);
  });
});

it('shows all there is for a window that is not known', () => {
  expect([windowOf('day').seconds, windowOf('x').seconds]).toEqual([86_400, null]);
});
