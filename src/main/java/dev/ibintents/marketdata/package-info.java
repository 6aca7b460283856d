/**
 * Bars of the past. The store keeps them by series; missing bars are collected from the gateway;
 * people and strategies read them.
 */
package dev.ibintents.marketdata;
