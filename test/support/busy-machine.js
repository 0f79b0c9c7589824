/** Far more than any of these tests takes, also on a machine that is busy with other things (ms). */
jest.setTimeout(60_000);
