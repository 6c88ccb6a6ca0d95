# The house: floor of each module and the modules it may use. Read by ec_module(), which refuses
# to configure a dependency that this table does not allow, and by tests/style.
#   F0   base: standard library and fmt
#   F1P  pure domain: no clock, file, database, network; ordered
#   F1   ports: one third party each; know no domain word and not each other
#   F2   services: F0 and F1, never another F2
#   F3   workflows: F0..F2, opens the transactions that span services
#   F4   assembly: builds everything
set(EC_FLOOR_base F0)
set(EC_FLOOR_market F1P)
set(EC_FLOOR_indicators F1P)
set(EC_FLOOR_analysis F1P)
set(EC_FLOOR_narrative F1P)
foreach(_m config db blobs cache http_client mail crypto)
  set(EC_FLOOR_${_m} F1)
endforeach()
foreach(_m accounts billing marketdata llm reports jobs portfolio alerts)
  set(EC_FLOOR_${_m} F2)
endforeach()
set(EC_FLOOR_workflows F3)
set(EC_FLOOR_assembly F4)
set(EC_PURE_ORDER market indicators analysis narrative)

function(ec_check_floor module dep)
  set(from ${EC_FLOOR_${module}})
  set(to ${EC_FLOOR_${dep}})
  if(NOT from OR NOT to)
    message(FATAL_ERROR "ec_floors: unknown module in ${module} -> ${dep}")
  endif()
  set(ok FALSE)
  if(to STREQUAL F0)
    set(ok TRUE)
  elseif(from STREQUAL F1P AND to STREQUAL F1P)
    list(FIND EC_PURE_ORDER ${module} i)
    list(FIND EC_PURE_ORDER ${dep} j)
    if(j LESS i)
      set(ok TRUE)
    endif()
  elseif(from STREQUAL F2 AND to MATCHES "^F1")
    set(ok TRUE)
  elseif(from STREQUAL F3 AND to MATCHES "^F[12]")
    set(ok TRUE)
  elseif(from STREQUAL F4)
    set(ok TRUE)
  endif()
  if(NOT ok)
    message(FATAL_ERROR "floor rule: ${module} (${from}) may not use ${dep} (${to})")
  endif()
endfunction()
