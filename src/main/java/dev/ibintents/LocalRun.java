package dev.ibintents;

final class LocalRun {}
