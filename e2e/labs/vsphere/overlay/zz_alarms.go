// Alarms, which the packaged simulator does not have: AlarmManager with some of vCenter's own definitions, triggeredAlarmState on
// the entity and on all above it, AcknowledgeAlarm, and the events. As on a vCenter since 5.0, triggeredAlarmState is not pushed.
package simulator

import (
	"fmt"
	"net/http"
	"sort"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

type labAlarmManager struct {
	mo.AlarmManager
}

type labAlarm struct {
	mo.Alarm
}

// System names, names and descriptions as vCenter 7 has them.
var labAlarmDefinitions = [][3]string{
	{"alarm.VmCPUUsageAlarm", "Virtual machine CPU usage", "Default alarm to monitor virtual machine CPU usage"},
	{"alarm.HostConnectionStateAlarm", "Host connection and power state", "Default alarm to monitor host connection and power state"},
	{"alarm.HostMemoryUsageAlarm", "Host memory usage", "Default alarm to monitor host memory usage"},
	{"alarm.DatastoreDiskUsageAlarm", "Datastore usage on disk", "Default alarm to monitor datastore disk usage"},
}

var (
	labAlarmMu  sync.Mutex
	labStates   = map[string]types.AlarmState{} // by key: alarm-1.vm-12
	labAlarmRef = map[string]types.ManagedObjectReference{}
)

func labAlarms() {
	content := Map.content()
	if content.AlarmManager == nil { // a single host
		return
	}
	m := &labAlarmManager{}
	m.Self = *content.AlarmManager
	Map.Put(m)
	for i, d := range labAlarmDefinitions {
		a := &labAlarm{}
		a.Self = types.ManagedObjectReference{Type: "Alarm", Value: fmt.Sprintf("alarm-%d", i+1)}
		a.Info = types.AlarmInfo{Key: a.Self.Value, Alarm: a.Self, Entity: content.RootFolder, LastModifiedTime: time.Now()}
		a.Info.SystemName, a.Info.Name, a.Info.Description, a.Info.Enabled = d[0], d[1], d[2], true
		a.Info.Expression = &types.OrAlarmExpression{}
		Map.Put(a)
		labAlarmRef[d[0]] = a.Self
	}
}

func labParents(ref types.ManagedObjectReference) []mo.Entity {
	var l []mo.Entity
	for next := &ref; next != nil; {
		e, ok := Map.Get(*next).(mo.Entity)
		if !ok {
			break
		}
		l = append(l, e)
		next = e.Entity().Parent
	}
	return l
}

// labShowAlarms sets triggeredAlarmState of an entity and of all above it.
func labShowAlarms(ref types.ManagedObjectReference) {
	for _, e := range labParents(ref) {
		self := e.Reference()
		var l []types.AlarmState
		labAlarmMu.Lock()
		for _, s := range labStates {
			for _, p := range labParents(s.Entity) {
				if p.Reference() == self {
					l = append(l, s)
				}
			}
		}
		labAlarmMu.Unlock()
		sort.Slice(l, func(i, j int) bool { return l[i].Key < l[j].Key })
		Map.WithLock(e, func() { e.Entity().TriggeredAlarmState = l })
	}
}

func labAlarmEvent(s types.AlarmState) (e types.AlarmEvent, source, entity types.ManagedEntityEventArgument) {
	if a, ok := Map.Get(s.Alarm).(*labAlarm); ok {
		e.Alarm = types.AlarmEventArgument{EntityEventArgument: types.EntityEventArgument{Name: a.Info.Name}, Alarm: s.Alarm}
	}
	switch o := Map.Get(s.Entity).(type) {
	case *VirtualMachine:
		e.Vm = &types.VmEventArgument{EntityEventArgument: types.EntityEventArgument{Name: o.Name}, Vm: o.Self}
		entity.Name = o.Name
	case *HostSystem:
		h := hostArg(ref2(o.Self))
		e.Host, entity.Name = &h, o.Name
	case mo.Entity:
		entity.Name = o.Entity().Name
	}
	entity.Entity = s.Entity
	source.Entity, source.Name = Map.content().RootFolder, "Datacenters"
	return
}

// labRaise gives an alarm this status on an entity; green ends it.
func labRaise(alarm string, entity types.ManagedObjectReference, status types.ManagedEntityStatus) error {
	ref, ok := labAlarmRef[alarm]
	if !ok {
		return fmt.Errorf("no such alarm: %s", alarm)
	}
	key := ref.Value + "." + entity.Value
	labAlarmMu.Lock()
	s, raised := labStates[key]
	from := types.ManagedEntityStatusGreen
	if raised {
		from = s.OverallStatus
	}
	if from != status {
		s = types.AlarmState{Key: key, Entity: entity, Alarm: ref, OverallStatus: status, Time: time.Now(), Acknowledged: types.NewBool(false)}
		if labStates[key] = s; status == types.ManagedEntityStatusGreen {
			delete(labStates, key)
		}
	}
	labAlarmMu.Unlock()
	if from == status {
		return nil
	}
	labShowAlarms(entity)
	e, source, about := labAlarmEvent(s)
	labPost(&types.AlarmStatusChangedEvent{AlarmEvent: e, Source: source, Entity: about, From: string(from), To: string(status)})
	return nil
}

// labForgetAlarms ends those of what is no longer there.
func labForgetAlarms() {
	labAlarmMu.Lock()
	for key, s := range labStates {
		if Map.Get(s.Entity) == nil {
			delete(labStates, key)
		}
	}
	labAlarmMu.Unlock()
	labShowAlarms(Map.content().RootFolder)
}

func (m *labAlarmManager) AcknowledgeAlarm(ctx *Context, req *types.AcknowledgeAlarm) soap.HasFault {
	key := req.Alarm.Value + "." + req.Entity.Value
	labAlarmMu.Lock()
	s, ok := labStates[key]
	if ok {
		now := time.Now()
		s.Acknowledged, s.AcknowledgedByUser, s.AcknowledgedTime = types.NewBool(true), user(ctx), &now
		labStates[key] = s
	}
	labAlarmMu.Unlock()
	if !ok {
		return &methods.AcknowledgeAlarmBody{Fault_: Fault("", &types.InvalidArgument{InvalidProperty: "alarm"})}
	}
	labShowAlarms(req.Entity)
	e, source, about := labAlarmEvent(s)
	labPostAs(user(ctx), &types.AlarmAcknowledgedEvent{AlarmEvent: e, Source: source, Entity: about})
	return &methods.AcknowledgeAlarmBody{Res: &types.AcknowledgeAlarmResponse{}}
}

func (m *labAlarmManager) GetAlarmState(req *types.GetAlarmState) soap.HasFault {
	res := &types.GetAlarmStateResponse{}
	if e, ok := Map.Get(req.Entity).(mo.Entity); ok {
		res.Returnval = e.Entity().TriggeredAlarmState
	}
	return &methods.GetAlarmStateBody{Res: res}
}

// labWatching adds ?entity=vm-12&status=red alarms (&alarm=alarm.HostMemoryUsageAlarm), and ?vm=vm-12 recommendations to move it.
func labWatching(post func(string, func(*http.Request) (interface{}, error))) {
	find := func(value string) (types.ManagedObjectReference, error) {
		for _, kind := range []string{"VirtualMachine", "HostSystem", "Datastore", "ClusterComputeResource"} {
			if ref := (types.ManagedObjectReference{Type: kind, Value: value}); Map.Get(ref) != nil {
				return ref, nil
			}
		}
		return types.ManagedObjectReference{}, fmt.Errorf("no such entity: %s", value)
	}
	post("alarm", func(r *http.Request) (interface{}, error) {
		ref, err := find(r.URL.Query().Get("entity"))
		if err != nil {
			return nil, err
		}
		alarm := r.URL.Query().Get("alarm")
		if alarm == "" {
			alarm = labAlarmDefinitions[0][0]
		}
		return "done", labRaise(alarm, ref, types.ManagedEntityStatus(r.URL.Query().Get("status")))
	})
	post("recommend", func(r *http.Request) (interface{}, error) {
		ref, err := find(r.URL.Query().Get("vm"))
		if err != nil {
			return nil, err
		}
		vm, ok := Map.Get(ref).(*VirtualMachine)
		if !ok {
			return nil, fmt.Errorf("not a VM: %s", ref.Value)
		}
		h, _ := Map.Get(*vm.Runtime.Host).(*HostSystem)
		c := h.cluster()
		if c == nil {
			return nil, fmt.Errorf("not in a cluster: %s", ref.Value)
		}
		labWanted.Store(vm.Self, true)
		Map.WithLock(c, c.refreshRecs)
		return "done", nil
	})
}
