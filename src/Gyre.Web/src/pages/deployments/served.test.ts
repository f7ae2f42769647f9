import { describe, expect, it } from 'vitest';
import { deploymentOf, servedOf } from './testing';
import { decides, latencyWords, medianOf, requestsOf, servesWord, verbOf } from './served';

describe('what a deployment serves', () => {
  it('is a word for people, and only policies decide', () => {
    const forms = ['policy', 'model', 'command', 'oracle'].map((serves) => deploymentOf({ serves }));
    expect(forms.map(servesWord)).toEqual(['Policy', 'Model', 'Program', 'oracle']);
    expect(forms.map(decides)).toEqual([true, false, false, false]);
    expect(forms.slice(0, 2).map((form) => verbOf(form).one)).toEqual(['decides', 'answers']);
  });

  it('has the requests of all versions and the median of the champion', () => {
    expect([requestsOf(servedOf()), medianOf(servedOf())]).toEqual([1000, 0.00031]);
    expect([requestsOf(servedOf({ versions: [] })), medianOf(servedOf({ versions: [] }))]).toEqual([0, null]);
    expect(medianOf(servedOf({ version: 6 }))).toBeNull();
  });

  it('answers in times that are written with the unit that fits', () => {
    expect([0.0000851, 0.000314, 0.0123456, 0.5, 2.5, 90].map(latencyWords)).toEqual([
      '85.1 µs',
      '0.314 ms',
      '12.3 ms',
      '500 ms',
      '2.5 s',
      '1 min 30 s',
    ]);
  });
});
