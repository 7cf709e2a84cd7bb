/** What is built by llama-build.mjs, as data. A change of anything here makes a new build in the cache. */

export const LLAMA_VERSION = 'v0.5.0'

const PACKAGES_VERSION = '3.22.1'

/** This package holds the source of llama.cpp v0.5.0 as a git bundle of one commit. */
export const SOURCE = {
  name: 'node-llama-cpp',
  version: PACKAGES_VERSION,
  sha512: 'bltIipuWmc123H7tMIgDGKSsSrhmhlQYeVUC48XTjVW7XGJJiJJyCdlTMzQ/LiWoPkGDpcL4FviDpgw7qfTiDw==',
}
export const SOURCE_COMMIT = 'de3ff815ea7d559ee917f063901b8986f038abc6'
export const SOURCE_FOLDERS = [
  ...['/LICENSE', '/licenses', '/include', '/ggml/include', '/common', '/src/*.h'],
  ...['/tools/server', '/tools/mtmd', '/vendor'],
]

/**
 * The libraries of the same version, with one build for each kind of processor, chosen at run time.
 * @type {Record<string, { name: string, version: string, sha512: string }>}
 */
export const LIBRARIES = {
  'linux-x64': {
    name: '@node-llama-cpp/linux-x64',
    version: PACKAGES_VERSION,
    sha512: '5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==',
  },
  'linux-arm64': {
    name: '@node-llama-cpp/linux-arm64',
    version: PACKAGES_VERSION,
    sha512: 'W+7naKCXX9/eEjjFmRS8vvx91QyLXDbeFxexZc3bh/PtQABZgmRL3C0AtYYXn4YGTj/3Qor4lWZn2tpjZFPLdQ==',
  },
}

/**
 * Files compiled together, as one.
 * @typedef {{ name: string, optimise: string, language: 'c' | 'c++', files: string[] }} Unit
 */

const SERVER_PARTS = 'chat common context task queue schema models tools mcp http stream'.split(' ')
const PICTURE_PARTS = 'clip mtmd mtmd-audio mtmd-image'.split(' ')

/** @type {Unit[]} slowest first; the server at -O1 compiles 20 s faster and answers no slower */
export const UNITS = [
  {
    name: 'server',
    optimise: '-O1',
    language: 'c++',
    files: [
      ...SERVER_PARTS.map((part) => `tools/server/server-${part}.cpp`),
      'tools/server/server.cpp',
      'tools/server/main.cpp',
    ],
  },
  {
    name: 'mtmd',
    optimise: '-O2',
    language: 'c++',
    files: [...PICTURE_PARTS.map((part) => `tools/mtmd/${part}.cpp`), 'tools/mtmd/models/*.cpp'],
  },
  {
    name: 'mtmd-helper',
    optimise: '-O2',
    language: 'c++',
    files: ['tools/mtmd/mtmd-helper.cpp', 'tools/mtmd/mtmd-helper-gen.cpp', 'vendor/hash/hash.cpp'],
  },
  { name: 'sha256', optimise: '-O2', language: 'c', files: ['vendor/hash/sha256/sha256.c'] },
]

// LLAMA_SUBPROCESS must be as in the prebuilt library: it changes the size of a struct.
const DEFINES = ['NDEBUG', 'LLAMA_SUBPROCESS', 'LLAMA_SHARED', 'GGML_SHARED', 'GGML_BACKEND_SHARED']
const HEADERS = 'gen . include ggml/include common vendor vendor/hash tools/mtmd tools/server'.split(' ')

/** @param {'c' | 'c++'} language */
export function flagsFor(language) {
  const standard = language === 'c++' ? ['-std=c++17'] : []
  const defines = DEFINES.map((name) => `-D${name}`)
  return [...standard, '-w', '-pthread', ...defines, ...HEADERS.map((folder) => `-I${folder}`)]
}

/** The server's own web interface is left out; this replaces the header that would be generated for it. */
export const UI_HEADER = `#pragma once
#include <array>
#include <cstddef>
#include <string>
struct llama_ui_asset {
  std::string name;
  const unsigned char * data;
  std::size_t size;
  std::string etag, type;
};
inline const llama_ui_asset * llama_ui_find_asset(const std::string &) { return nullptr; }
inline bool llama_ui_use_gzip() { return false; }
inline const std::array<llama_ui_asset, 0> & llama_ui_get_assets() {
  static const std::array<llama_ui_asset, 0> none{};
  return none;
}
`
