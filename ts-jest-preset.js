const { createDefaultPreset } = require('ts-jest');

module.exports = { ...createDefaultPreset(), ...require('./jest-preset.js') };
